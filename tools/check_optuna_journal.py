"""Reads a journal that `affekt study export` wrote with Optuna, and prints what it finds as JSON.

Run by hand and by the tests where Optuna is installed: python tools/check_optuna_journal.py trials.log (optuna==5.0.0).
"""

import json
import sys
import warnings

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.WARNING)

storage = JournalStorage(JournalFileBackend(sys.argv[1]))
studies = []
for summary in optuna.get_all_study_summaries(storage):
    study = optuna.load_study(study_name=summary.study_name, storage=storage)
    complete = [t for t in study.trials if t.state == optuna.trial.TrialState.COMPLETE]
    studies.append(
        {
            "name": study.study_name,
            "direction": study.direction.name,
            "trials": [
                {"state": t.state.name, "value": t.value, "params": t.params, "reports": len(t.intermediate_values)}
                for t in study.trials
            ],
            "best": study.best_value if complete else None,
        }
    )
print(json.dumps(studies))
