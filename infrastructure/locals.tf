locals {
  prefix    = "${var.project_name}-insdc-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # What one job gets. Fargate takes only certain pairs: 2 vCPU go with 4 to 16 GiB.
  vcpus      = 2
  memory_mib = 4096
  max_vcpus  = 16

  # A first synchronization takes hours, of many genera perhaps more than a day. Batch does not try
  # again what it stopped for its time, so the limit is for what hangs.
  attempts              = 3
  attempt_seconds       = 3 * 24 * 3600
  waiting_for_a_machine = 3600

  log_retention_days = 90
  hours_behind_limit = 48
  metrics_namespace  = "insdc-sync"

  machines = toset(["taxonomy", "insdc", "reconcile"])

  # NCBI asks for large jobs at night and at weekends, US Eastern.
  schedules = {
    taxonomy = {
      description = "The NCBI taxonomy, Sundays."
      expression  = "cron(0 3 ? * SUN *)"
      input       = {}
    }
    insdc = {
      description = "All that is followed, every day."
      expression  = "cron(0 5 * * ? *)"
      input       = {}
    }
    reconcile = {
      description = "What left the archives and what came back, Sundays."
      expression  = "cron(0 9 ? * SUN *)"
      input       = {}
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
