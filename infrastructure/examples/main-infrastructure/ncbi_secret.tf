# Empty: its two keys, email and api_key, are filled in by hand and never pass through Terraform. A
# secret that was destroyed keeps its name for the recovery window: apply again after seven days, or
# restore it and import it.
resource "aws_secretsmanager_secret" "ncbi" {
  name                    = "${var.environment}/ncbi-entrez"
  description             = "NCBI E-utilities: keys email and api_key."
  recovery_window_in_days = 7
}
