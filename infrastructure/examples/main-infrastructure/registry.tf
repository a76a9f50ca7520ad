# One for all environments of the project in an account and region, as its name says: where it is there
# already, import it.
resource "aws_ecr_repository" "insdc_sync" {
  name                 = "${var.project_name}-ncbi-sync"
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "insdc_sync" {
  repository = aws_ecr_repository.insdc_sync.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep the last ${local.images_kept} images."
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = local.images_kept }
      action       = { type = "expire" }
    }]
  })
}
