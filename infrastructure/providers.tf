provider "aws" {
  region = var.aws_region

  default_tags {
    tags = {
      Project     = var.project_name
      Module      = "insdc-sync"
      Environment = var.environment
      Terraformed = "true"
    }
  }
}
