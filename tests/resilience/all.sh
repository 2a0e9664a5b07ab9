#!/bin/sh
# all.sh PYTHON long|short [SEED]: every run one after the other, a row of a table each. Ends with 1 if any of them failed.
python=$1 length=$2 seed=$3 failed=0

run() {
    "$python" -m tests.resilience "$@" ${seed:+--seed "$seed"} || { failed=1; echo "FAILED: $*"; }
}

browser() {
    "$python" -m tests.resilience.browser "$@" ${seed:+--seed "$seed"} || { failed=1; echo "FAILED: browser $*"; }
}

if [ "$length" = long ]; then
    run app --rounds 1000
    run app --rounds 30 --whole
    run database --rounds 200
    run thrice --rounds 500
    run streams --rounds 500
    run load --rounds 600
    browser cuts --runs 100
    browser cuts --runs 2 --lasts 600 --speed 1
    browser moments --runs 60
    browser schedules --runs 1000
else
    run app --rounds 30
    run database --rounds 5
    run thrice --rounds 20
    run streams --rounds 100
    run load --rounds 10
fi
run app --rounds 30 --broken "acknowledge before commit"
run app --rounds 30 --broken "ids of the server's own"
run database --rounds 10 --broken "log written late"
run thrice --rounds 40 --broken "no keys of acts"
run thrice --rounds 40 --broken "ids of the server's own"
browser controls --runs 4
exit $failed
