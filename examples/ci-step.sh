#!/bin/sh
# A step of a CI pipeline that needs a yes: the id names this run, so a step that was restarted waits for the same
# question, and gets the answer that was given.
set -u

: "${JOBWIRE:=jobwire}"
run=${GITHUB_RUN_ID:-local}
repository=${GITHUB_REPOSITORY:-shop}

answer=$($JOBWIRE ask "release ${GITHUB_REF_NAME:-main} of $repository" \
  --project "$repository" --scope release --id "release-$run" --timeout "${TIMEOUT:-1h}" \
  --reason "checks passed for ${GITHUB_SHA:-HEAD}" \
  --context "run=${GITHUB_SERVER_URL:-https://github.com}/$repository/actions/runs/$run")
code=$?

# Where GitHub shows what became of it.
[ -n "${GITHUB_STEP_SUMMARY:-}" ] && echo "Release: $answer" >> "$GITHUB_STEP_SUMMARY"
case $code in
  0) echo "$answer" ;;
  1) echo "::error::$answer" ;;
  2) echo "::error::nobody decided: $answer" ;;
  *) echo "::error::jobwire could not be asked" ;;
esac
exit $code
