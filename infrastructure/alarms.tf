# Not encrypted with alias/aws/sns: the policy of that key, which cannot be changed, does not admit
# CloudWatch, and the alarms would go nowhere without a word.
resource "aws_sns_topic" "alarms" {
  name = "${local.prefix}-alarms"
}

# Time limits stand on the jobs, so that a job too late ends as a failure with a cause: a machine never
# times out as a whole. One that somebody stopped by hand is no news to them.
resource "aws_cloudwatch_metric_alarm" "failed" {
  for_each = aws_sfn_state_machine.this

  alarm_name          = "${each.value.name}-failed"
  alarm_description   = "An execution of ${each.value.name} failed. Its cause has the last line of the job's log."
  namespace           = "AWS/States"
  metric_name         = "ExecutionsFailed"
  dimensions          = { StateMachineArn = each.value.arn }
  statistic           = "Sum"
  period              = 300
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "not_started" {
  alarm_name          = "${local.prefix}-not-started"
  alarm_description   = "A schedule of ${local.prefix} could not start its state machine; the reason is in the queue ${aws_sqs_queue.not_started.name}."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.not_started.name }
  statistic           = "Maximum"
  period              = 300
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

# The mirror is behind when a job measured so, or when no job has measured anything for as long as it
# may be behind. The second counts only where the schedule has been firing, or every mirror would
# alarm from the moment it is applied until it is switched on. One metric alarm cannot say that, so
# three do, and a composite one speaks for them.

locals {
  behind_dimensions = { Project = var.project_name, Environment = var.environment }
}

# Missing data leaves the alarm as it was: a mirror that was behind is behind until a job says
# otherwise.
resource "aws_cloudwatch_metric_alarm" "measured_behind" {
  alarm_name          = "${local.prefix}-measured-behind"
  alarm_description   = "The last job that looked found the mirror more than ${local.hours_behind_limit} hours behind the archive's index."
  namespace           = local.metrics_namespace
  metric_name         = "HoursBehind"
  dimensions          = local.behind_dimensions
  statistic           = "Maximum"
  period              = 3600
  comparison_operator = "GreaterThanThreshold"
  threshold           = local.hours_behind_limit
  evaluation_periods  = 1
  treat_missing_data  = "ignore"
}

resource "aws_cloudwatch_metric_alarm" "not_measured" {
  alarm_name          = "${local.prefix}-not-measured"
  alarm_description   = "No job has said for ${local.hours_behind_limit} hours how far the mirror is behind."
  namespace           = local.metrics_namespace
  metric_name         = "HoursBehind"
  dimensions          = local.behind_dimensions
  statistic           = "SampleCount"
  period              = 3600
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  evaluation_periods  = local.hours_behind_limit
  datapoints_to_alarm = local.hours_behind_limit
  treat_missing_data  = "breaching"
}

# Looks back as far as CloudWatch allows, seven days: a schedule that was switched off by mistake is
# told; one that stays off that long is off on purpose. The metric knows groups of schedules only.
resource "aws_cloudwatch_metric_alarm" "scheduled" {
  alarm_name          = "${local.prefix}-scheduled"
  alarm_description   = "Not a fault: the schedule ${local.prefix}-insdc has fired within seven days."
  namespace           = "AWS/Scheduler"
  metric_name         = "InvocationAttemptCount"
  dimensions          = { ScheduleGroup = aws_scheduler_schedule_group.this["insdc"].name }
  statistic           = "Sum"
  period              = 86400
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 7
  datapoints_to_alarm = 1
  treat_missing_data  = "notBreaching"
}

resource "aws_cloudwatch_composite_alarm" "behind" {
  alarm_name        = "${local.prefix}-behind"
  alarm_description = "The mirror is more than ${local.hours_behind_limit} hours behind the archive's index, or nothing says that it is not."
  alarm_actions     = [aws_sns_topic.alarms.arn]
  ok_actions        = [aws_sns_topic.alarms.arn]

  alarm_rule = join(" ", [
    "ALARM(\"${aws_cloudwatch_metric_alarm.measured_behind.alarm_name}\")", "OR",
    "(ALARM(\"${aws_cloudwatch_metric_alarm.not_measured.alarm_name}\")", "AND",
    "ALARM(\"${aws_cloudwatch_metric_alarm.scheduled.alarm_name}\"))",
  ])
}
