# Jobs reach NCBI: through a NAT gateway where there is one, else with a public IP of their own.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

override_data {
  target = data.aws_subnets.public
  values = { ids = ["subnet-public-a", "subnet-public-b"] }
}

run "no_private_subnets" {
  command = plan

  override_data {
    target = data.aws_subnets.private
    values = { ids = [] }
  }

  assert {
    condition     = output.subnets == { ids = tolist(["subnet-public-a", "subnet-public-b"]), private = false }
    error_message = "Without private subnets the jobs run in the public ones."
  }

  assert {
    condition     = local.in_private_subnets == false && one(aws_batch_compute_environment.this.compute_resources).subnets == toset(["subnet-public-a", "subnet-public-b"])
    error_message = "The compute environment has the public subnets."
  }
}

run "public_ip" {
  override_data {
    target = data.aws_subnets.private
    values = { ids = [] }
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this.container_properties).networkConfiguration.assignPublicIp == "ENABLED"
    error_message = "A public subnet without NAT needs a public IP."
  }
}

run "private_subnets_with_a_route_out" {
  override_data {
    target = data.aws_subnets.private
    values = { ids = ["subnet-private-a", "subnet-private-b"] }
  }

  assert {
    condition     = one(aws_batch_compute_environment.this.compute_resources).subnets == toset(["subnet-private-a", "subnet-private-b"])
    error_message = "Private subnets with a route out come first."
  }

  assert {
    condition     = jsondecode(aws_batch_job_definition.this.container_properties).networkConfiguration.assignPublicIp == "DISABLED"
    error_message = "A private subnet's jobs have no public IP."
  }
}

run "one_private_subnet_without_a_route_out" {
  command = plan

  override_data {
    target = data.aws_subnets.private
    values = { ids = ["subnet-private-a", "subnet-private-b"] }
  }

  override_data {
    target = data.aws_route_tables.private_with_a_route_out["subnet-private-b"]
    values = { ids = [] }
  }

  assert {
    condition     = one(aws_batch_compute_environment.this.compute_resources).subnets == toset(["subnet-private-a"])
    error_message = "A private subnet without a route out is left alone."
  }
}

run "no_private_subnet_has_a_route_out" {
  command = plan

  override_data {
    target = data.aws_subnets.private
    values = { ids = ["subnet-private-a", "subnet-private-b"] }
  }

  override_data {
    target = data.aws_route_tables.private_with_a_route_out
    values = { ids = [] }
  }

  assert {
    condition     = output.subnets == { ids = tolist(["subnet-public-a", "subnet-public-b"]), private = false }
    error_message = "Private subnets that lead nowhere are not used."
  }
}
