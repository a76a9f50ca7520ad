# The three have the values that the main infrastructure was applied with: every name it made is
# derived from them.

variable "project_name" {
  type        = string
  description = "Name of the project, as in the main infrastructure."
  nullable    = false

  # 24 leaves room for the longest name made from it: an IAM role has at most 64 characters.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,22}[a-z0-9]$", var.project_name))
    error_message = "project_name is 2 to 24 lower-case letters, digits and hyphens, starts with a letter and does not end with a hyphen."
  }
}

variable "environment" {
  type        = string
  description = "Name of the environment, as in the main infrastructure."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,14}[a-z0-9]$", var.environment))
    error_message = "environment is 2 to 16 lower-case letters, digits and hyphens, starts with a letter and does not end with a hyphen."
  }
}

variable "aws_region" {
  type        = string
  description = "AWS region that the main infrastructure stands in, for example eu-west-1."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region is the name of a region, for example eu-west-1 (not of a zone, such as eu-west-1a)."
  }
}
