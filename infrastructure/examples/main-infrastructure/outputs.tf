output "database_instance" {
  description = "Identifier of the database, for `aws rds`."
  value       = aws_db_instance.this.identifier
}

output "database_master_secret_arn" {
  description = "Secret in which RDS keeps the master's password."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}

output "database_master_policy_arn" {
  description = "Policy that reads that secret; attached to the jobs' role for the minutes of `bootstrap`, and to nobody else."
  value       = aws_iam_policy.database_master.arn
}

output "repository_url" {
  description = "Where the image is pushed to."
  value       = local.owns_repository ? aws_ecr_repository.insdc_sync[0].repository_url : data.aws_ecr_repository.there[local.repository].repository_url
}

output "ncbi_secret" {
  description = "Secret to fill in, with the keys email and api_key."
  value       = aws_secretsmanager_secret.ncbi.name
}
