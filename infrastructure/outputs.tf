output "job_queue" {
  description = "Name of the queue, for `aws batch submit-job --job-queue`."
  value       = aws_batch_job_queue.this.name
}

output "job_definition" {
  description = "Name of the job definition, for `aws batch submit-job --job-definition`."
  value       = aws_batch_job_definition.this.name
}

output "image" {
  description = "Image that the jobs run, by digest."
  value       = jsondecode(aws_batch_job_definition.this.container_properties).image
}

output "state_machine_arns" {
  description = "ARN of each state machine, by name, for `aws stepfunctions start-execution --state-machine-arn`."
  value       = { for name, machine in aws_sfn_state_machine.this : name => machine.arn }
}

output "schedules" {
  description = "Name of each schedule, which is its group's name too; disabled until somebody enables it."
  value       = { for name, schedule in aws_scheduler_schedule.this : name => schedule.name }
}

output "job_log_group" {
  description = "Log group of the jobs, for `aws logs tail`."
  value       = aws_cloudwatch_log_group.jobs.name
}

output "alarms_topic_arn" {
  description = "SNS topic of the alarms; subscribe to it to hear of them."
  value       = aws_sns_topic.alarms.arn
}

output "not_started_queue_url" {
  description = "Queue of executions that a schedule could not start."
  value       = aws_sqs_queue.not_started.url
}

output "subnets" {
  description = "Subnets of the jobs, and whether they are private ones."
  value       = { ids = local.subnets, private = local.in_private_subnets }
}
