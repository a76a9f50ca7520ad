# One for all environments of the project in an account and region, as its name says. It is made with
# the first of them, and told by its tags; the others use it, and the last one that is destroyed finds
# it gone.
data "aws_ecr_repositories" "all" {}

data "aws_ecr_repository" "there" {
  for_each = toset([for name in data.aws_ecr_repositories.all.names : name if name == local.repository])

  name = each.key
}

locals {
  repository      = "${var.project_name}-ncbi-sync"
  owns_repository = alltrue([for each in data.aws_ecr_repository.there : lookup(each.tags, "Environment", "") == var.environment])
}

resource "aws_ecr_repository" "insdc_sync" {
  count = local.owns_repository ? 1 : 0

  name                 = local.repository
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

# Only what has no tag goes by itself. By age or number, an environment that was not applied for long
# would lose the image that its job definition pins, and with it its jobs.
resource "aws_ecr_lifecycle_policy" "insdc_sync" {
  count = local.owns_repository ? 1 : 0

  repository = aws_ecr_repository.insdc_sync[0].name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Images without a tag go after ${local.untagged_images_days} days."
      selection = {
        tagStatus   = "untagged"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = local.untagged_images_days
      }
      action = { type = "expire" }
    }]
  })
}
