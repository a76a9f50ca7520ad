# Jobs: nobody comes in; out to NCBI, AWS and the database.
resource "aws_security_group" "batch_compute" {
  name        = "${local.prefix}-batch-compute"
  description = "Batch jobs: no ingress."
  vpc_id      = aws_vpc.this.id

  tags = {
    Name  = "${local.prefix}-batch-compute"
    Label = "${local.prefix}-batch-compute"
  }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.batch_compute.id
  description       = "NCBI and AWS, by HTTPS."
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "database" {
  security_group_id            = aws_security_group.batch_compute.id
  description                  = "The database."
  ip_protocol                  = "tcp"
  from_port                    = local.database_port
  to_port                      = local.database_port
  referenced_security_group_id = aws_security_group.database.id
}

# Database: the jobs come in, nothing goes out.
resource "aws_security_group" "database" {
  name        = "${local.prefix}-postgresql"
  description = "PostgreSQL: ingress from the Batch jobs."
  vpc_id      = aws_vpc.this.id

  tags = {
    Name  = "${local.prefix}-postgresql"
    Label = "${local.prefix}-postgresql"
  }
}

resource "aws_vpc_security_group_ingress_rule" "jobs" {
  security_group_id            = aws_security_group.database.id
  description                  = "The Batch jobs."
  ip_protocol                  = "tcp"
  from_port                    = local.database_port
  to_port                      = local.database_port
  referenced_security_group_id = aws_security_group.batch_compute.id
}
