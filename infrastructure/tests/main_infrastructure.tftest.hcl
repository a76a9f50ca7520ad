# What is missing in the main infrastructure is named, before anything is made.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

override_data {
  target = data.aws_subnets.private
  values = { ids = [] }
}

run "no_subnets" {
  command         = plan
  expect_failures = [aws_batch_compute_environment.this]

  override_data {
    target = data.aws_subnets.public
    values = { ids = [] }
  }
}

run "no_security_group" {
  command         = plan
  expect_failures = [data.aws_security_groups.batch_compute]

  override_data {
    target = data.aws_security_groups.batch_compute
    values = { ids = [] }
  }
}

run "two_security_groups" {
  command         = plan
  expect_failures = [data.aws_security_groups.batch_compute]

  override_data {
    target = data.aws_security_groups.batch_compute
    values = { ids = ["sg-1", "sg-2"] }
  }
}

run "no_repository" {
  command         = plan
  expect_failures = [data.aws_ecr_repositories.all]

  override_data {
    target = data.aws_ecr_repositories.all
    values = { names = ["tb-backend"] }
  }
}

run "no_image_pushed" {
  command         = plan
  expect_failures = [data.aws_ecr_images.pushed]

  override_data {
    target = data.aws_ecr_images.pushed
    values = { image_ids = [] }
  }
}

run "no_ncbi_secret" {
  command         = plan
  expect_failures = [data.aws_secretsmanager_secrets.ncbi]

  override_data {
    target = data.aws_secretsmanager_secrets.ncbi
    values = {
      names = ["dev/ncbi-entrez-old"]
      arns  = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/ncbi-entrez-old-d4E5f6"]
    }
  }
}
