resource "aws_cloudwatch_log_group" "jobs" {
  name              = "/aws/batch/${local.prefix}"
  retention_in_days = local.log_retention_days
}

# The name begins with /aws/vendedlogs/ because the one resource policy by which Step Functions is
# let in has a size limit, and groups of that name do not add to it.
resource "aws_cloudwatch_log_group" "states" {
  name              = "/aws/vendedlogs/states/${local.prefix}"
  retention_in_days = local.log_retention_days
}
