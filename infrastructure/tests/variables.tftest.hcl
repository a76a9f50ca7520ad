# Every validation, with values that it refuses and values that it takes.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

run "project_name_refused_1" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = ""
  }
}

run "project_name_refused_2" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "TB"
  }
}

run "project_name_refused_3" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "1tb"
  }
}

run "project_name_refused_4" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "tb-"
  }
}

run "project_name_refused_5" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "tb_x"
  }
}

run "project_name_refused_6" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "a-name-of-twenty-five-cha"
  }
}

run "project_name_refused_7" {
  command         = plan
  expect_failures = [var.project_name]

  variables {
    project_name = "tb main"
  }
}

run "environment_refused_1" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = ""
  }
}

run "environment_refused_2" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "Dev"
  }
}

run "environment_refused_3" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "dev_1"
  }
}

run "environment_refused_4" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "-dev"
  }
}

run "environment_refused_5" {
  command         = plan
  expect_failures = [var.environment]

  variables {
    environment = "a-name-of-17-char"
  }
}

run "aws_region_refused_1" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = ""
  }
}

run "aws_region_refused_2" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = "Europe"
  }
}

run "aws_region_refused_3" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = "eu-west"
  }
}

run "aws_region_refused_4" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = "eu-west-1a"
  }
}

run "aws_region_refused_5" {
  command         = plan
  expect_failures = [var.aws_region]

  variables {
    aws_region = "EU-WEST-1"
  }
}

# The longest names, in a partition of their own: what is made from them keeps within AWS's limits.
run "longest_names_taken" {
  variables {
    project_name = "a-name-of-24-characters1"
    environment  = "a-name-of-16-cha"
    aws_region   = "us-gov-west-1"
  }

  override_data {
    target = data.aws_subnets.private
    values = { ids = [] }
  }

  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  override_data {
    target = data.aws_ecr_repositories.all
    values = { names = ["a-name-of-24-characters1-ncbi-sync"] }
  }

  override_data {
    target = data.aws_secretsmanager_secrets.ncbi
    values = {
      names = ["a-name-of-16-cha/ncbi-entrez"]
      arns  = ["arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a-name-of-16-cha/ncbi-entrez-a1B2c3"]
    }
  }

  assert {
    condition = alltrue([
      for role in [aws_iam_role.execution, aws_iam_role.task, aws_iam_role.states, aws_iam_role.scheduler] : length(role.name) <= 64
    ])
    error_message = "An IAM role's name has at most 64 characters."
  }

  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.this : length(schedule.name) <= 64 && length(schedule.group_name) <= 64])
    error_message = "The name of a schedule, and of its group, has at most 64 characters."
  }

  assert {
    condition     = alltrue([for machine in aws_sfn_state_machine.this : length(machine.name) <= 80])
    error_message = "A state machine's name has at most 80 characters."
  }

  assert {
    condition     = length(aws_sqs_queue.not_started.name) <= 80
    error_message = "A queue's name has at most 80 characters."
  }

  assert {
    condition     = startswith(jsondecode(aws_batch_job_definition.this.container_properties).secrets[0].valueFrom, "arn:aws-us-gov:ssm:us-gov-west-1:")
    error_message = "ARNs name the partition that the account is in."
  }
}
