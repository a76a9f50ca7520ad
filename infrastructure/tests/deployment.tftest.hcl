# What one apply makes. The Python tests read this run's state: policies, state machines, job
# definition.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

run "deployed" {
  override_data {
    target = data.aws_subnets.private
    values = { ids = [] }
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this.container_properties).image == "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tb-ncbi-sync@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    error_message = "The jobs run an image by its digest."
  }

  assert {
    condition = {
      for secret in jsondecode(aws_batch_job_definition.this.container_properties).secrets : secret.name => secret.valueFrom
      } == {
      INSDC_SYNC_DATABASE_HOST = "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/db_host"
      INSDC_SYNC_DATABASE_PORT = "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/db_port"
      INSDC_SYNC_DATABASE_NAME = "arn:aws:ssm:eu-west-1:123456789012:parameter/dev/db_name"
    }
    error_message = "The database's address is injected by reference."
  }

  assert {
    condition = {
      for variable in jsondecode(aws_batch_job_definition.this.container_properties).environment : variable.name => variable.value
      } == {
      INSDC_SYNC_DATABASE_USER         = "rdsiamuser"
      INSDC_SYNC_DATABASE_IAM_TOKEN    = "true"
      INSDC_SYNC_DATABASE_WAIT_SECONDS = "60"
      INSDC_SYNC_NCBI_SECRET           = "dev/ncbi-entrez"
      INSDC_SYNC_PROJECT               = "tb"
      INSDC_SYNC_ENVIRONMENT           = "dev"
      AWS_REGION                       = "eu-west-1"
      AWS_DEFAULT_REGION               = "eu-west-1"
    }
    error_message = "The environment of the jobs is exactly this; nothing secret stands in it."
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this.container_properties).readonlyRootFilesystem
    error_message = "The containers cannot write to their image's files."
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this.container_properties).logConfiguration.options["awslogs-group"] == aws_cloudwatch_log_group.jobs.name
    error_message = "The jobs log to the group that has a retention."
  }

  assert {
    condition     = alltrue([for group in [aws_cloudwatch_log_group.jobs, aws_cloudwatch_log_group.states] : group.retention_in_days == 90])
    error_message = "Logs are kept for 90 days."
  }

  assert {
    condition     = one(aws_batch_job_definition.this.timeout).attempt_duration_seconds == 259200
    error_message = "An attempt has three days."
  }

  assert {
    condition = [
      for rule in one(aws_batch_job_definition.this.retry_strategy).evaluate_on_exit :
      "${rule.action} ${coalesce(rule.on_exit_code, rule.on_reason)}"
    ] == ["RETRY 75", "RETRY 137", "EXIT *", "EXIT CannotPullContainerError*", "EXIT ResourceInitializationError*"]
    error_message = "What passes by itself is tried again, and what needs somebody is not; the first rule that matches counts."
  }

  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.this : schedule.state == "DISABLED"])
    error_message = "Schedules come disabled."
  }

  assert {
    condition = { for name, schedule in aws_scheduler_schedule.this : name => schedule.schedule_expression } == {
      taxonomy  = "cron(0 3 ? * SUN *)"
      insdc     = "cron(0 5 * * ? *)"
      reconcile = "cron(0 9 ? * SUN *)"
    }
    error_message = "The INSDC daily, the taxonomy and what left the archives weekly."
  }

  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.this : one(schedule.target).input == "{}"])
    error_message = "No schedule says what to mirror: that is followed, in the database."
  }

  assert {
    condition = alltrue([
      for name, schedule in aws_scheduler_schedule.this :
      one(schedule.target).arn == aws_sfn_state_machine.this[name].arn && one(one(schedule.target).dead_letter_config).arn == aws_sqs_queue.not_started.arn
    ])
    error_message = "Each schedule starts its machine, and what it cannot start goes to the queue."
  }

  assert {
    condition = [
      for alarm in concat(
        values(aws_cloudwatch_metric_alarm.failed),
        [aws_cloudwatch_metric_alarm.not_started, aws_cloudwatch_composite_alarm.behind],
      ) : one(alarm.alarm_actions)
    ] == [for alarm in range(length(local.machines) + 2) : output.alarms_topic_arn]
    error_message = "Whatever needs somebody goes to the topic."
  }

  assert {
    condition = alltrue([
      for alarm in [aws_cloudwatch_metric_alarm.measured_behind, aws_cloudwatch_metric_alarm.not_measured, aws_cloudwatch_metric_alarm.scheduled] :
      alarm.alarm_actions == null || length(coalesce(alarm.alarm_actions, [])) == 0
    ])
    error_message = "The three that the composite alarm reads do not speak for themselves."
  }

  assert {
    condition = [
      aws_cloudwatch_metric_alarm.measured_behind.treat_missing_data,
      aws_cloudwatch_metric_alarm.not_measured.treat_missing_data,
      aws_cloudwatch_metric_alarm.scheduled.treat_missing_data,
    ] == ["ignore", "breaching", "notBreaching"]
    error_message = "No measurement counts as behind; no schedule that ever fired does not."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.behind.alarm_rule == "ALARM(\"tb-insdc-dev-measured-behind\") OR (ALARM(\"tb-insdc-dev-not-measured\") AND ALARM(\"tb-insdc-dev-scheduled\"))"
    error_message = "Behind is measured, or not measured although the schedule fires."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.scheduled.dimensions["ScheduleGroup"] == aws_scheduler_schedule.this["insdc"].group_name
    error_message = "Only the insdc schedule says that somebody wants a mirror."
  }

  # CloudWatch looks back seven days at most, one where a period is shorter than an hour.
  assert {
    condition = alltrue([
      for alarm in concat(
        values(aws_cloudwatch_metric_alarm.failed),
        [
          aws_cloudwatch_metric_alarm.not_started, aws_cloudwatch_metric_alarm.measured_behind,
          aws_cloudwatch_metric_alarm.not_measured, aws_cloudwatch_metric_alarm.scheduled,
        ],
      ) : alarm.period * alarm.evaluation_periods <= (alarm.period < 3600 ? 86400 : 604800)
    ])
    error_message = "An alarm looks back no farther than CloudWatch does."
  }
}
