mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

run "example" {
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "No password passes through Terraform."
  }

  assert {
    condition     = aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "The database is protected, encrypted and reached from within only."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.rds_access.policy).Statement[0].Resource == "arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-ABCDEFGHIJKL/rdsiamuser"
    error_message = "The policy is for this database and this user."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.database_master.policy).Statement[0].Resource == ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1a2b-AbCdEf"]
    error_message = "The master's policy is for the secret that RDS keeps, and for no other."
  }

  assert {
    condition     = alltrue([for parameter in aws_ssm_parameter.database : parameter.type == "SecureString"])
    error_message = "Parameters are encrypted."
  }

  assert {
    condition     = length(aws_subnet.private) == 0 && length(aws_nat_gateway.this) == 0
    error_message = "As it stands, nothing costs but the database."
  }
}

run "a_region_without_zone_b" {
  command         = plan
  expect_failures = [data.aws_availability_zones.available]

  override_data {
    target = data.aws_availability_zones.available
    values = { names = ["eu-west-1a", "eu-west-1c"] }
  }
}

run "a_later_apply_keeps_the_repository" {
  override_data {
    target = data.aws_ecr_repositories.all
    values = { names = ["tb-ncbi-sync", "other"] }
  }
  override_data {
    target = data.aws_ecr_repository.there
    values = { tags = { Environment = "dev" } }
  }

  assert {
    condition     = length(aws_ecr_repository.insdc_sync) == 1
    error_message = "The repository is this environment's own."
  }
}

run "a_second_environment_uses_the_repository_of_the_first" {
  override_data {
    target = data.aws_ecr_repositories.all
    values = { names = ["tb-ncbi-sync"] }
  }
  override_data {
    target = data.aws_ecr_repository.there
    values = { tags = { Environment = "prod" }, repository_url = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tb-ncbi-sync" }
  }

  assert {
    condition     = length(aws_ecr_repository.insdc_sync) == 0 && length(aws_ecr_lifecycle_policy.insdc_sync) == 0
    error_message = "There is one repository for all environments."
  }

  assert {
    condition     = output.repository_url == "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tb-ncbi-sync"
    error_message = "Images go to the one that is there."
  }
}

run "two_hyphens_in_the_project" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "t--b"
  }
}

run "two_hyphens_in_the_environment" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "d--v"
  }
}

run "an_environment_called_as_awss_own" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "aws1"
  }
}

run "an_environment_called_as_ssms_own" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "ssm1"
  }
}

run "a_project_too_long_for_awss_names" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "abcdefghijklmnopqrstuvwxy"
  }
}

run "a_zone_in_place_of_a_region" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = "eu-west-1a"
  }
}
