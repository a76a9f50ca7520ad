resource "aws_db_subnet_group" "this" {
  name       = local.prefix
  subnet_ids = [for subnet in aws_subnet.database : subnet.id]
}

resource "aws_db_parameter_group" "this" {
  name   = "${local.prefix}-postgres17"
  family = "postgres17"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "this" {
  identifier     = local.prefix
  engine         = "postgres"
  engine_version = "17" # the newest 17.x; minor versions follow by themselves
  instance_class = "db.t4g.micro"
  db_name        = local.database_name
  port           = local.database_port

  # RDS makes the master's password and keeps it in Secrets Manager: the state never has it.
  username                    = "postgres"
  manage_master_user_password = true

  iam_database_authentication_enabled = true

  storage_type          = "gp3"
  allocated_storage     = 20
  max_allocated_storage = 200 # grows by itself up to here
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  parameter_group_name   = aws_db_parameter_group.this.name
  publicly_accessible    = false

  # Without it a larger instance_class waits for the maintenance window, up to a week. Jobs under way
  # lose the database for some minutes, and are tried again.
  apply_immediately = true

  auto_minor_version_upgrade = true
  backup_retention_period    = 7
  copy_tags_to_snapshot      = true

  # A destroy stops here until somebody means it: switch the protection off, apply, then destroy. A
  # last snapshot stays behind.
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${local.prefix}-final"
}

# Whoever bears it logs in as the jobs' user, with a token in place of a password.
resource "aws_iam_policy" "rds_access" {
  name        = "${local.prefix}-rds_access"
  description = "Log in to the database as ${local.database_user}."

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "LogIn"
      Effect   = "Allow"
      Action   = ["rds-db:connect"]
      Resource = "arn:${local.partition}:rds-db:${var.aws_region}:${local.account}:dbuser:${aws_db_instance.this.resource_id}/${local.database_user}"
    }]
  })
}

# Attached to nobody here. The jobs' role bears it while `bootstrap` runs, the only job that is the
# master's, and is rid of it afterwards.
resource "aws_iam_policy" "database_master" {
  name        = "${local.prefix}-database_master"
  description = "Read the password of the database's master."

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadTheMastersPassword"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = aws_db_instance.this.master_user_secret[*].secret_arn
    }]
  })
}

# Where the database is. Encrypted with AWS's own key, as the jobs expect it; none is a secret.
resource "aws_ssm_parameter" "database" {
  for_each = {
    db_host                 = aws_db_instance.this.address
    db_port                 = tostring(aws_db_instance.this.port)
    db_name                 = aws_db_instance.this.db_name
    db_instance_resource_id = aws_db_instance.this.resource_id
  }

  name  = "/${var.environment}/${each.key}"
  type  = "SecureString"
  value = each.value
}
