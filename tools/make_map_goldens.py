"""Writes src/evaluation/map/map.golden.json: scikit-learn's principal components and t-SNE similarities of some points.

Run by hand: python tools/make_map_goldens.py (numpy, scikit-learn==1.9.1).
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.spatial.distance import squareform
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, _t_sne
from sklearn.metrics import pairwise_distances

OUT = Path(__file__).parent.parent / "src/evaluation/map/map.golden.json"


def main():
    rng = np.random.default_rng(3)
    centres = rng.normal(0, 2, (4, 6))
    points = np.concatenate([centre + rng.normal(0, 0.7, (12, 6)) for centre in centres])
    points = points.round(3)
    components = PCA(3, svd_solver="full").fit_transform(points)
    signs = np.sign(components[np.abs(components).argmax(0), np.arange(3)])
    distances = pairwise_distances(points, squared=True)
    similarities = squareform(_t_sne._joint_probabilities(distances, 10, 0))
    tsne = TSNE(perplexity=10, method="exact", init="pca", max_iter=750, random_state=0)
    tsne.fit(points)
    assert sklearn.__version__ == "1.9.1", sklearn.__version__
    golden = {
        "scikit-learn": sklearn.__version__,
        "points": points.ravel().tolist(),
        "components": (components * signs).ravel().tolist(),
        "perplexity": 10,
        "similarities": similarities[0].tolist(),
        "divergence": float(tsne.kl_divergence_),
    }
    OUT.write_text(json.dumps(golden) + "\n")


main()
