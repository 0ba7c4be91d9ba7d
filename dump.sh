echo 5 > /proc/$$/autogroup; export RASA_TELEMETRY_ENABLED=false; PYTHONPATH=. .venv/bin/returndesk train > /tmp/nys.train.out 2>&1
