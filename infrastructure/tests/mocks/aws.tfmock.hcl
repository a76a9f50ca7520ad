# A main infrastructure that is complete and cheap: no private subnets. A test overrides what differs.

mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_subnets" {
  defaults = { ids = ["subnet-public-a", "subnet-public-b"] }
}

mock_data "aws_route_tables" {
  defaults = { ids = ["rtb-nat"] }
}

mock_data "aws_security_groups" {
  defaults = { ids = ["sg-batch-compute"] }
}

mock_data "aws_ecr_repositories" {
  defaults = { names = ["tb-backend", "tb-ncbi-sync"] }
}

mock_data "aws_ecr_images" {
  defaults = {
    image_ids = [{
      image_digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      image_tag    = "latest"
    }]
  }
}

mock_data "aws_ecr_image" {
  defaults = { image_digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
}

mock_data "aws_ecr_repository" {
  defaults = {
    arn            = "arn:aws:ecr:eu-west-1:123456789012:repository/tb-ncbi-sync"
    repository_url = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tb-ncbi-sync"
  }
}

mock_data "aws_secretsmanager_secrets" {
  defaults = {
    names = ["dev/ncbi-entrez", "dev/ncbi-entrez-old"]
    arns = [
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/ncbi-entrez-a1B2c3",
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:dev/ncbi-entrez-old-d4E5f6",
    ]
  }
}

mock_data "aws_iam_policy" {
  defaults = { arn = "arn:aws:iam::123456789012:policy/tb-main-dev-rds_access" }
}

mock_resource "aws_batch_compute_environment" {
  defaults = { arn = "arn:aws:batch:eu-west-1:123456789012:compute-environment/tb-insdc-dev" }
}

mock_resource "aws_batch_job_queue" {
  defaults = { arn = "arn:aws:batch:eu-west-1:123456789012:job-queue/tb-insdc-dev" }
}

mock_resource "aws_batch_job_definition" {
  defaults = {
    arn        = "arn:aws:batch:eu-west-1:123456789012:job-definition/tb-insdc-dev:1"
    arn_prefix = "arn:aws:batch:eu-west-1:123456789012:job-definition/tb-insdc-dev"
  }
}
