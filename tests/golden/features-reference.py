"""Target encoding by numpy and TF-IDF by scikit-learn on small data: python3 features-reference.py > features-reference.json

The words of each text are given, and so are the buckets that they are hashed to, so that only the arithmetic is compared.
"""
import json
import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

rng = np.random.RandomState(5)


def encode(categories, values, smooth):
    """As sklearn.preprocessing.TargetEncoder(smooth=...) of 1.3: (sum + smooth * mean) / (count + smooth)."""
    mean = values.mean()
    out = {}
    for category in sorted(set(categories)):
        mask = np.array([c == category for c in categories])
        out[category] = float((values[mask].sum() + smooth * mean) / (mask.sum() + smooth))
    return out, float(mean)


rows = 90
categories = [["Ulm", "Bonn", "Kiel", "Jena"][i] for i in rng.randint(0, 4, rows)]
numbers = np.round(rng.normal(20, 5, rows), 3)
encodings, prior = encode(categories, numbers, 12.5)

counts = rng.poisson(0.4, (60, 6))
counts[:, 5] = 0
counts[:4, 5] = 1
dense = TfidfTransformer().fit(counts[:, :5])
print(
    json.dumps(
        {
            "target": {
                "categories": categories,
                "numbers": numbers.tolist(),
                "smooth": 12.5,
                "encodings": encodings,
                "prior": prior,
            },
            "tfidf": {
                "counts": counts.tolist(),
                "idf": dense.idf_.tolist(),
                "values": dense.transform(counts[:, :5]).toarray().tolist(),
            },
        },
        indent=1,
    )
)
