# One role for each who acts. Policies are written out, so that the tests read what is applied.

locals {
  log_group_streams = "${aws_cloudwatch_log_group.jobs.arn}:*"

  # Only on behalf of this account: nobody else's service can be talked into using our roles.
  trust = {
    for who, service in { jobs = "ecs-tasks", states = "states", scheduler = "scheduler" } :
    who => jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "${service}.amazonaws.com" }
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      }]
    })
  }
}

# Execution: what starts the container.

resource "aws_iam_role" "execution" {
  name               = "${local.prefix}-execution"
  description        = "Starts the containers of insdc-sync: pulls the image, reads the database's address, writes logs."
  assume_role_policy = local.trust.jobs
}

resource "aws_iam_role_policy" "execution" {
  name = "start-containers"
  role = aws_iam_role.execution.id

  # The parameters are encrypted with the key alias/aws/ssm, whose own policy admits whoever may
  # read the parameter: no kms:Decrypt is needed.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LogInToTheRegistry"
        Effect   = "Allow"
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*" # the action knows no resources
      },
      {
        Sid      = "PullTheImage"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = data.aws_ecr_repository.image.arn
      },
      {
        Sid      = "ReadTheDatabasesAddress"
        Effect   = "Allow"
        Action   = ["ssm:GetParameters"]
        Resource = values(local.database_parameter_arns)
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = local.log_group_streams
      },
    ]
  })
}

# Task: what the program itself may do.

resource "aws_iam_role" "task" {
  name               = "${local.prefix}-task"
  description        = "What insdc-sync may do: log in to the database, read the NCBI secret."
  assume_role_policy = local.trust.jobs
}

resource "aws_iam_role_policy_attachment" "task_database" {
  role       = aws_iam_role.task.name
  policy_arn = data.aws_iam_policy.database_access.arn
}

resource "aws_iam_role_policy" "task" {
  name = "read-ncbi-secret"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadTheNcbiSecret"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = local.main_ncbi_secret_arn
    }]
  })
}

# States: what the state machines may do.

resource "aws_iam_role" "states" {
  name               = "${local.prefix}-states"
  description        = "Runs the jobs of insdc-sync one after the other."
  assume_role_policy = local.trust.states
}

resource "aws_iam_role_policy" "states" {
  name = "run-jobs"
  role = aws_iam_role.states.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SubmitJobs"
        Effect   = "Allow"
        Action   = ["batch:SubmitJob"]
        Resource = [aws_batch_job_queue.this.arn, "${aws_batch_job_definition.this.arn_prefix}:*"]
      },
      {
        # A job's id is not known beforehand.
        Sid      = "StopJobs"
        Effect   = "Allow"
        Action   = ["batch:TerminateJob"]
        Resource = "arn:${local.partition}:batch:${var.aws_region}:${local.account}:job/*"
      },
      {
        Sid      = "FollowJobs"
        Effect   = "Allow"
        Action   = ["batch:DescribeJobs"]
        Resource = "*" # the action knows no resources
      },
      {
        # The rule by which Step Functions hears of the end of a job; it has one name for all.
        Sid      = "HearOfTheEndOfJobs"
        Effect   = "Allow"
        Action   = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
        Resource = "arn:${local.partition}:events:${var.aws_region}:${local.account}:rule/StepFunctionsGetEventsForBatchJobsRule"
      },
      {
        Sid      = "ReadWhatAFailedJobSaid"
        Effect   = "Allow"
        Action   = ["logs:GetLogEvents"]
        Resource = local.log_group_streams
      },
      {
        Sid    = "DeliverLogs"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        Resource = "*" # these actions know no resources
      },
    ]
  })
}

# Scheduler: what the schedules may do.

resource "aws_iam_role" "scheduler" {
  name               = "${local.prefix}-scheduler"
  description        = "Starts the state machines of insdc-sync when their time has come."
  assume_role_policy = local.trust.scheduler
}

resource "aws_iam_role_policy" "scheduler" {
  name = "start-state-machines"
  role = aws_iam_role.scheduler.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "StartStateMachines"
        Effect   = "Allow"
        Action   = ["states:StartExecution"]
        Resource = [for machine in aws_sfn_state_machine.this : machine.arn]
      },
      {
        Sid      = "KeepWhatCouldNotBeStarted"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = aws_sqs_queue.not_started.arn
      },
    ]
  })
}
