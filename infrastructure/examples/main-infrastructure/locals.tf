locals {
  prefix    = "${var.project_name}-main-${var.environment}"
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  # true: jobs run in private subnets behind one NAT gateway, which is most of what this module costs.
  # false: they run in the public ones, each with a public IP while it runs, and admit nobody.
  behind_nat = false

  zones       = { a = 0, b = 1 }
  vpc_network = "10.80.0.0/16"

  database_name = "tbkbdb"
  database_port = 5432
  database_user = "rdsiamuser" # made in the database, not here: `insdc-sync database bootstrap`

  untagged_images_days = 30
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_availability_zones" "available" {
  state = "available"

  lifecycle {
    postcondition {
      condition     = alltrue([for zone in keys(local.zones) : contains(self.names, "${var.aws_region}${zone}")])
      error_message = "This account has no zones ${join(" and ", [for zone in keys(local.zones) : "${var.aws_region}${zone}"])} in ${var.aws_region}; the names of the subnets end in them. Choose another region."
    }
  }
}
