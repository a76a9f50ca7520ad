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
