terraform {
  # 1.10 brought the S3 backend's own lock file.
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.25 is the schema that the tests check against.
      version = "~> 6.0, >= 6.25"
    }
  }

  # No backend: the state stays in this folder. backend.tf.example puts it into the main
  # infrastructure's bucket.
}
