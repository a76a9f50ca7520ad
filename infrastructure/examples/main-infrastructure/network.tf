resource "aws_vpc" "this" {
  cidr_block           = local.vpc_network
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = local.prefix }
}

# The group that every VPC comes with admits its own members: here it admits nobody.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = local.prefix }
}

# Public: a way to the internet for whatever has a public IP.

resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = "${var.aws_region}${each.key}"
  cidr_block        = cidrsubnet(local.vpc_network, 8, each.value)

  tags = { Name = "${local.prefix}-public-${var.aws_region}${each.key}" }

  depends_on = [data.aws_availability_zones.available]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }

  tags = { Name = "${local.prefix}-public" }
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

# Private: the same through one NAT gateway, if there is one.

resource "aws_subnet" "private" {
  for_each = local.behind_nat ? local.zones : {}

  vpc_id            = aws_vpc.this.id
  availability_zone = "${var.aws_region}${each.key}"
  cidr_block        = cidrsubnet(local.vpc_network, 8, 10 + each.value)

  tags = { Name = "${local.prefix}-private-${var.aws_region}${each.key}" }
}

resource "aws_eip" "nat" {
  count = local.behind_nat ? 1 : 0

  domain = "vpc"

  tags = { Name = "${local.prefix}-nat" }
}

resource "aws_nat_gateway" "this" {
  count = local.behind_nat ? 1 : 0

  allocation_id = aws_eip.nat[0].id
  subnet_id     = aws_subnet.public["a"].id

  tags = { Name = local.prefix }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  count = local.behind_nat ? 1 : 0

  vpc_id = aws_vpc.this.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.this[0].id
  }

  tags = { Name = "${local.prefix}-private" }
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[0].id
}

# Database: no way out, and none in but from within the VPC.

resource "aws_subnet" "database" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = "${var.aws_region}${each.key}"
  cidr_block        = cidrsubnet(local.vpc_network, 8, 20 + each.value)

  tags = { Name = "${local.prefix}-database-${var.aws_region}${each.key}" }

  depends_on = [data.aws_availability_zones.available]
}
