#!/bin/sh
# Deploys, once somebody has said yes. Everybody who follows the project sees how far it is, and what went wrong.
#
#   jobwire run --project shop --title "Deploy shop 3.8" -- ./deploy.sh 3.8
set -eu

version=${1:?usage: deploy.sh VERSION}
: "${JOBWIRE:=jobwire}"        # or: npx --prefix /path/to/jobwire jobwire

echo "::progress 0.2 build $version"
echo "building $version …"

# Waits; goes on only after an approval. A denial, no answer in time, and anything that goes wrong end the script here.
$JOBWIRE ask "deploy shop $version to production" \
  --scope deploy --reason "staging is green" --context "version=$version" --timeout "${TIMEOUT:-30m}"

echo "::progress 0.8 roll out"
echo "rolled out $version"
