# Everything we take from the main infrastructure, and nothing else of it, under the names it gave.
# What is looked up with a plural data source comes back empty instead of failing, so that the
# sentence about it is ours.

locals {
  main = "${var.project_name}-main-${var.environment}"

  # Subnets, by their Name tag: two public ones always, two private ones (with a NAT gateway) unless
  # the main infrastructure was applied as low cost.
  main_public_subnets  = [for zone in ["a", "b"] : "${local.main}-public-${var.aws_region}${zone}"]
  main_private_subnets = [for zone in ["a", "b"] : "${local.main}-private-${var.aws_region}${zone}"]

  # Security group of the jobs, by its Label tag: no ingress, and the database admits it.
  main_security_group = "${local.main}-batch-compute"

  # Repository of the image. The main infrastructure owns it; one for all environments.
  main_repository = "${var.project_name}-ncbi-sync"

  # Secret with the keys email and api_key; empty until somebody fills it in.
  main_ncbi_secret = "${var.environment}/ncbi-entrez"

  # Policy that lets its bearer log in to the database as rdsiamuser with an IAM token.
  main_database_policy = "${local.main}-rds_access"
  main_database_user   = "rdsiamuser"

  # Address of the database, each a SecureString. Only their names are used here: a value that
  # Terraform reads would stand in its state.
  main_database_parameters = {
    INSDC_SYNC_DATABASE_HOST = "/${var.environment}/db_host"
    INSDC_SYNC_DATABASE_PORT = "/${var.environment}/db_port"
    INSDC_SYNC_DATABASE_NAME = "/${var.environment}/db_name"
  }
}

data "aws_subnets" "public" {
  filter {
    name   = "tag:Name"
    values = local.main_public_subnets
  }
}

data "aws_subnets" "private" {
  filter {
    name   = "tag:Name"
    values = local.main_private_subnets
  }
}

# A subnet that is associated with no table of its own uses the VPC's main one and does not show up
# here; it then counts as having no route out, and the jobs go to the public subnets.
data "aws_route_tables" "private_with_a_route_out" {
  for_each = toset(data.aws_subnets.private.ids)

  filter {
    name   = "association.subnet-id"
    values = [each.key]
  }
  filter {
    name   = "route.destination-cidr-block"
    values = ["0.0.0.0/0"]
  }
}

locals {
  private_subnets_with_a_route_out = [
    for subnet, tables in data.aws_route_tables.private_with_a_route_out : subnet if length(tables.ids) > 0
  ]
  in_private_subnets = length(local.private_subnets_with_a_route_out) > 0
  subnets            = local.in_private_subnets ? local.private_subnets_with_a_route_out : data.aws_subnets.public.ids
}

data "aws_security_groups" "batch_compute" {
  filter {
    name   = "tag:Label"
    values = [local.main_security_group]
  }

  lifecycle {
    postcondition {
      condition     = length(self.ids) == 1
      error_message = "The main infrastructure should have exactly one security group labelled ${local.main_security_group} in ${var.aws_region}; there are ${length(self.ids)}. Apply it first, with the same project_name, environment and aws_region."
    }
  }
}

data "aws_ecr_repositories" "all" {
  lifecycle {
    postcondition {
      condition     = contains(self.names, local.main_repository)
      error_message = "The main infrastructure has no ECR repository ${local.main_repository} in ${var.aws_region}. Apply it first, with the same project_name and aws_region."
    }
  }
}

data "aws_ecr_images" "pushed" {
  # By way of the list of repositories, so that a missing one is told first.
  repository_name = one([for name in data.aws_ecr_repositories.all.names : name if name == local.main_repository])

  lifecycle {
    postcondition {
      condition     = length(self.image_ids) > 0
      error_message = "The ECR repository ${local.main_repository} has no image yet. Build and push it (workflow \"Image\", or the README's second step), then apply again."
    }
  }
}

# The newest image, by when it was pushed: the repository's tags may be mutable or not.
data "aws_ecr_image" "newest" {
  repository_name = data.aws_ecr_images.pushed.repository_name
  most_recent     = true
}

data "aws_ecr_repository" "image" {
  name = data.aws_ecr_images.pushed.repository_name
}

# The filter compares the beginning of names; the exact one is picked below.
data "aws_secretsmanager_secrets" "ncbi" {
  filter {
    name   = "name"
    values = [local.main_ncbi_secret]
  }

  lifecycle {
    postcondition {
      condition     = contains(self.names, local.main_ncbi_secret)
      error_message = "The main infrastructure has no secret ${local.main_ncbi_secret} in ${var.aws_region}. Apply it first, with the same environment and aws_region."
    }
  }
}

locals {
  # Secrets Manager appends a hyphen and six characters to a secret's name.
  main_ncbi_secret_arn = one([
    for arn in data.aws_secretsmanager_secrets.ncbi.arns : arn if can(regex(":secret:${local.main_ncbi_secret}-\\w{6}$", arn))
  ])
}

# There is no plural of this one: where it is missing, the provider says so by this name.
data "aws_iam_policy" "database_access" {
  name = local.main_database_policy
}
