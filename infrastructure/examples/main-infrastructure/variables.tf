# Every name that is made here is derived from these three; infrastructure/ is applied with the same.

variable "project_name" {
  type        = string
  description = "Name of the project."
  nullable    = false

  # 24 leaves room for the longest name made from it: an IAM role has at most 64 characters.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,22}[a-z0-9]$", var.project_name))
    error_message = "project_name is 2 to 24 lower-case letters, digits and hyphens, starts with a letter and does not end with a hyphen."
  }

  # RDS and ECR take no name with two.
  validation {
    condition     = !strcontains(var.project_name, "--")
    error_message = "project_name has no two hyphens in a row."
  }
}

variable "environment" {
  type        = string
  description = "Name of the environment."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.environment))
    error_message = "environment is 2 to 16 lower-case letters, digits and hyphens, starts with a letter and does not end with a hyphen."
  }

  # RDS and ECR take no name with two.
  validation {
    condition     = !strcontains(var.environment, "--")
    error_message = "environment has no two hyphens in a row."
  }

  # The parameters of SSM begin with it, and these two are AWS's own.
  validation {
    condition     = !startswith(var.environment, "aws") && !startswith(var.environment, "ssm")
    error_message = "environment begins neither with aws nor with ssm."
  }
}

variable "aws_region" {
  type        = string
  description = "AWS region, for example eu-west-1."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region is the name of a region, for example eu-west-1 (not of a zone, such as eu-west-1a)."
  }
}
