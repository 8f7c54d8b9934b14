"""Writes math-reference.json: per function rows [x, nearest, rest] (pow: [x, y, nearest, rest]), where
nearest + rest is the true value to about 100 bits, computed with mpmath (1,600 bits). Run by hand."""
import json
import math
import random
from mpmath import mp, mpf

mp.prec = 1600
random.seed(20)


def around(low, high, n):
    return [random.uniform(low, high) for _ in range(n)]


def wide(low, high, n, signed=True):
    values = [10 ** random.uniform(low, high) for _ in range(n)]
    return [v * random.choice([-1, 1]) for v in values] if signed else values


FUNCTIONS = {
    'exp': (mp.exp, around(-745, 709, 60) + around(-1, 1, 40) + wide(-18, 0, 20) + [709.78, -708.3, -745.1]),
    'log': (mp.log, wide(-320, 308, 60, False) + around(0.5, 2, 60) + [1 - 2**-53, 1 + 2**-52, 5e-324]),
    'log1p': (mp.log1p, around(-0.999, 3, 80) + wide(-18, 18, 30) + [-1 + 2**-53, 1e300]),
    'sin': (mp.sin, around(-7, 7, 80) + wide(-9, 300, 40) + [math.pi, 22.0, 823549.5, 6381956970095103 * 2.0**797]),
    'cos': (mp.cos, around(-7, 7, 80) + wide(-9, 300, 40) + [math.pi / 2, 11.0, 823549.5, 6381956970095103 * 2.0**797]),
    'tanh': (mp.tanh, around(-1, 1, 60) + around(-20, 20, 60) + wide(-18, 0, 20) + [0.125, -0.125, 19.0]),
    'sigmoid': (lambda x: 1 / (1 + mp.exp(-x)), around(-40, 40, 80) + around(-745, -36, 20) + around(-1, 1, 20)),
}


def row(arguments, value):
    nearest = float(value)
    return [*arguments, nearest, float(value - mpf(nearest))]


out = {
    name: [row([x], f(mpf(x))) for x in xs if not (name == 'log1p' and x <= -1)]
    for name, (f, xs) in FUNCTIONS.items()
}
out['pow'] = []
while len(out['pow']) < 150:
    x = 10 ** random.uniform(-20, 20)
    y = random.uniform(-15, 15) if random.random() < 0.7 else float(random.randint(-15, 15))
    if len(out['pow']) % 5 == 0:
        x, y = 1 + random.uniform(-1e-3, 1e-3), random.uniform(-2e5, 2e5)
    out['pow'].append(row([x, y], mp.power(mpf(x), mpf(y))))

with open('math-reference.json', 'w') as file:
    json.dump({'source': 'mpmath ' + __import__('mpmath').__version__, **out}, file)
    file.write('\n')
