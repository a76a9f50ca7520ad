# A group each: the Scheduler's metrics tell groups apart, not schedules, and an alarm asks whether the
# insdc schedule fires.
resource "aws_scheduler_schedule_group" "this" {
  for_each = local.schedules

  name = "${local.prefix}-${each.key}"
}

# An execution that could not be started waits here, with its input and the reason.
resource "aws_sqs_queue" "not_started" {
  name                      = "${local.prefix}-not-started"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name                         = "${local.prefix}-${each.key}"
  group_name                   = aws_scheduler_schedule_group.this[each.key].name
  description                  = each.value.description
  schedule_expression          = each.value.expression
  schedule_expression_timezone = "UTC"
  state                        = "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_sfn_state_machine.this[each.key].arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode(each.value.input)

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 5
    }

    dead_letter_config {
      arn = aws_sqs_queue.not_started.arn
    }
  }

  # These two are the operator's from the first apply on: whether the mirror runs, and what it
  # follows. A later apply must not switch it off, nor have it follow something else.
  lifecycle {
    ignore_changes = [state, target[0].input]
  }
}
