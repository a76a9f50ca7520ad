#!/usr/bin/env bash
# Writes the backend of the module in the current folder: BUCKET, REGION, KEY and, to lock with a
# table, DYNAMODB_TABLE.
set -euo pipefail

for name in BUCKET REGION KEY; do
    if [[ -z "${!name:-}" ]]; then
        echo "::error::The Terraform backend needs a ${name,,}; it is empty. Is the environment's variable or secret set?" >&2
        exit 1
    fi
done

cp backend.tf.example backend.tf

{
    printf 'bucket = "%s"\n' "$BUCKET"
    printf 'region = "%s"\n' "$REGION"
    printf 'key    = "%s"\n' "$KEY"
    if [[ -n "${DYNAMODB_TABLE:-}" ]]; then
        printf 'dynamodb_table = "%s"\n' "$DYNAMODB_TABLE"
    else
        printf 'use_lockfile = true\n'
    fi
} > backend.hcl
