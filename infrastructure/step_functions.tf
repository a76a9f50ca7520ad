locals {
  template_values = {
    partition      = local.partition
    prefix         = local.prefix
    job_queue      = aws_batch_job_queue.this.arn
    job_definition = aws_batch_job_definition.this.arn
    log_group      = aws_cloudwatch_log_group.jobs.name
    repository     = local.main_repository
    parameters     = join(", ", values(local.main_database_parameters))
    job_seconds    = local.attempts * local.attempt_seconds + local.waiting_for_a_machine
  }

  # How a failed job is reported is the same in every machine.
  failed_job = jsondecode(templatefile("${path.module}/templates/failed_job.asl.json", local.template_values))
  definitions = {
    for name in local.machines :
    name => jsondecode(templatefile("${path.module}/templates/${name}.asl.json", local.template_values))
  }
}

resource "aws_sfn_state_machine" "this" {
  for_each = local.machines

  name     = "${local.prefix}-${each.key}"
  role_arn = aws_iam_role.states.arn
  definition = jsonencode(merge(local.definitions[each.key], {
    States = merge(local.definitions[each.key].States, local.failed_job.States)
  }))

  logging_configuration {
    level                  = "ERROR"
    include_execution_data = true
    log_destination        = "${aws_cloudwatch_log_group.states.arn}:*"
  }

  # Step Functions tries the role's permissions when the machine is created.
  depends_on = [aws_iam_role_policy.states]
}
