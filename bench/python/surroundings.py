"""To be imported first: one thread for every numeric library, or as many as THREADS says, none held to the instructions of an older processor, and tools/ on the path of imports."""

import os
import sys
from pathlib import Path

threads = os.environ.get("THREADS", "1")
for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = threads
for restriction in ("MKL_DEBUG_CPU_TYPE", "NPY_DISABLE_CPU_FEATURES", "NVPL_BLAS_DEBUG_CPU_TYPE", "OPENBLAS_CORETYPE"):
    os.environ.pop(restriction, None)
os.environ.update(TF_NUM_INTRAOP_THREADS=threads, TF_NUM_INTEROP_THREADS=threads)
os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="3")
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
