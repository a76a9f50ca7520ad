locals {
  database_parameter_arns = {
    for variable, name in local.main_database_parameters :
    variable => "arn:${local.partition}:ssm:${var.aws_region}:${local.account}:parameter${name}"
  }

  job_environment = {
    INSDC_SYNC_DATABASE_USER      = local.main_database_user
    INSDC_SYNC_DATABASE_IAM_TOKEN = "true"
    # A restart of RDS takes about a minute; what takes longer is worth another attempt.
    INSDC_SYNC_DATABASE_WAIT_SECONDS = "60"
    INSDC_SYNC_NCBI_SECRET           = local.main_ncbi_secret
    INSDC_SYNC_PROJECT               = var.project_name
    INSDC_SYNC_ENVIRONMENT           = var.environment
    AWS_REGION                       = var.aws_region
    AWS_DEFAULT_REGION               = var.aws_region # the one that boto3 reads
  }
}

# No service_role: Batch then uses, and if need be creates, AWSServiceRoleForBatch. A
# aws_iam_service_linked_role of our own would fail wherever the account has it already, and take it
# away from everybody when destroyed.
resource "aws_batch_compute_environment" "this" {
  name  = local.prefix
  type  = "MANAGED"
  state = "ENABLED"

  compute_resources {
    type               = "FARGATE"
    max_vcpus          = local.max_vcpus
    subnets            = local.subnets
    security_group_ids = data.aws_security_groups.batch_compute.ids
  }

  lifecycle {
    precondition {
      condition     = length(local.subnets) > 0
      error_message = "The main infrastructure has no subnet named ${join(" or ", local.main_public_subnets)} in ${var.aws_region}, and no private one with a route out. Apply it first, with the same project_name, environment and aws_region."
    }
  }
}

resource "aws_batch_job_queue" "this" {
  name     = local.prefix
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.this.arn
  }
}

# One definition for all jobs: which one it is stands in the command, which the state machines (or
# `aws batch submit-job --container-overrides`) replace as a whole. Ref:: parameters would not do:
# they cannot be left out, and every selection has arguments of its own. Submitted as it stands, a
# job migrates the database.
resource "aws_batch_job_definition" "this" {
  name                  = local.prefix
  type                  = "container"
  platform_capabilities = ["FARGATE"]
  # An execution under way goes on with the revision that it began with.
  deregister_on_new_revision = false

  timeout {
    attempt_duration_seconds = local.attempt_seconds
  }

  # The program's exit codes: 75 passes by itself, and so may 137, which is no code of the program's:
  # it was killed, because memory ran out or it did not stop in time, and the next attempt goes on
  # where it was. Every other one needs somebody to act. A container
  # that could not start for want of an image or a parameter says so in its reason. Whatever else
  # ends without an exit code (a machine that AWS took away) matches nothing here and is tried again.
  retry_strategy {
    attempts = local.attempts

    evaluate_on_exit {
      action       = "RETRY"
      on_exit_code = "75"
    }
    evaluate_on_exit {
      action       = "RETRY"
      on_exit_code = "137"
    }
    evaluate_on_exit {
      action       = "EXIT"
      on_exit_code = "*"
    }
    evaluate_on_exit {
      action    = "EXIT"
      on_reason = "CannotPullContainerError*"
    }
    evaluate_on_exit {
      action    = "EXIT"
      on_reason = "ResourceInitializationError*"
    }
  }

  container_properties = jsonencode({
    # By digest: a push changes nothing until the next apply says so in its plan.
    image   = "${data.aws_ecr_repository.image.repository_url}@${data.aws_ecr_image.newest.image_digest}"
    command = ["migrate"]

    executionRoleArn = aws_iam_role.execution.arn
    jobRoleArn       = aws_iam_role.task.arn

    environment = [for name, value in local.job_environment : { name = name, value = value }]
    # By reference: neither this definition nor Terraform's state holds the values.
    secrets = [for name, arn in local.database_parameter_arns : { name = name, valueFrom = arn }]

    resourceRequirements = [
      { type = "VCPU", value = tostring(local.vcpus) },
      { type = "MEMORY", value = tostring(local.memory_mib) },
    ]
    runtimePlatform              = { operatingSystemFamily = "LINUX", cpuArchitecture = "X86_64" }
    fargatePlatformConfiguration = { platformVersion = "1.4.0" }

    # A public subnet has no NAT: without a public IP a job there reaches neither the registry nor
    # NCBI. The security group admits nobody.
    networkConfiguration = { assignPublicIp = local.in_private_subnets ? "DISABLED" : "ENABLED" }

    # On Fargate a volume is a name and nothing else; it takes its owner and mode from the image,
    # which declares /tmp a VOLUME.
    readonlyRootFilesystem = true
    volumes                = [{ name = "tmp" }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.jobs.name
        "awslogs-region"        = var.aws_region
        "awslogs-stream-prefix" = "job"
      }
    }
  })
}
