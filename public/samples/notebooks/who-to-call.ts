// loam.notebook/1
// title: "Who to call before they leave"
// mode: reactive

// %% id=short
md`
Some customers leave. A friendly call at the right time keeps them, and each call costs
time. A model can say whom to call: this page shows **what that is worth**, and what it
rests on.

**In short:** among ${whole(seen.rows)} customers whom the model had never seen,
${whole(best.positives)} were about to leave. At the best line it finds
**${whole(best.found)} of them**, and calls ${whole(best.falseAlarms)} who would have
stayed. Against calling nobody this saves **${money(best.saves)}**.
`

// %% id=what-text [markdown]
// ## What does it cost you?
//
// Put in your own numbers. Everything below follows.

// %% id=costs
const miss = input.number({
  label: "A customer who leaves and was not called, €",
  min: 0,
  max: 100000,
  step: 10,
  value: 400,
});
const falseAlarm = input.number({
  label: "A call to someone who would have stayed, €",
  min: 0,
  max: 100000,
  step: 5,
  value: 25,
});

// %% id=line-text [markdown]
// ## Where to draw the line
//
// The model gives everyone a probability of leaving. Who is above the line is called. A low line finds more of those who leave, and calls more who would have stayed.

// %% id=line
const percent = input.slider({
  label: "Call from this probability on, %",
  min: 0,
  max: 100,
  step: 1,
  value: best.percent,
});

// %% id=consequence
const chosen = lines[percent];
const less = best.saves - chosen.saves;
const remark = less > 0
  ? `: ${money(less)} less than at ${best.percent}\u00a0%, the best line.`
  : ". No other line brings more.";
md`
From a probability of **${percent}\u00a0%** on you call
${whole(chosen.found + chosen.falseAlarms)} of ${whole(seen.rows)} customers:
**${whole(chosen.found)} of the ${whole(chosen.positives)} who leave**, and
${whole(chosen.falseAlarms)} who would have stayed. Against calling nobody this
${chosen.saves < 0 ? "costs" : "saves"} **${money(Math.abs(chosen.saves))}**${remark}
`

// %% id=curve
plot.plot({
  height: 240,
  marginLeft: 64,
  x: { label: "call from this probability on, %" },
  y: {
    label: "saved against calling nobody, €",
    grid: true,
    domain: [Math.max(-best.saves / 2, Math.min(0, ...lines.map(({ saves }) => saves))), 1.1 * best.saves + 1],
  },
  marks: [
    plot.ruleY([0]),
    plot.line(lines, { x: "percent", y: "saves", stroke: "var(--accent)", strokeWidth: 2, clip: true }),
    plot.ruleX([percent], { strokeDasharray: "4 3" }),
    plot.dot([chosen], { x: "percent", y: "saves", fill: "var(--accent)", r: 5, clip: true }),
  ],
})

// %% id=good-text [markdown]
// ## Is the model any good?
//
// Several kinds of model learnt the same task. The dot is how well each tells those who leave from those who stay: 0.5 is chance, 1 is perfect. The bar is how far chance alone could have moved it.

// %% id=rungs
plot.plot({
  height: 40 + 34 * ladder.runs.length,
  marginLeft: 170,
  x: { label: "ROC AUC on customers it had not seen", grid: true },
  y: { label: null, domain: ladder.runs.map(({ model }) => model) },
  marks: [
    plot.ruleY(ladder.runs, {
      x1: ({ score }) => score.low,
      x2: ({ score }) => score.high,
      y: "model",
      strokeOpacity: 0.45,
      strokeWidth: 3,
    }),
    plot.dot(ladder.runs, {
      x: ({ score }) => score.value,
      y: "model",
      r: 5,
      fill: (run) => (run === ladder.best ? "var(--accent)" : "currentColor"),
    }),
  ],
})

// %% id=rungs-read
md`
The best of them is **${ladder.best.model}**. The baseline is plain guessing: it calls
nobody, and saves nothing.
`

// %% id=test-text [markdown]
// ## The last word
//
// The line was chosen on the same customers that it is judged on, which flatters it a little. A fifth of all customers is kept sealed for one honest look. Opening it is recorded.

// %% id=test
const last = await loam.evaluate(ladder, { on: "test", why: "Before deciding whom to call" });
const proof = last.at(percent / 100);
md`
Of ${whole(last.rows)} customers who were sealed, the same line finds
**${whole(proof.found)} of the ${whole(proof.positives)} who leave**, and calls
${whole(proof.falseAlarms)} who would have stayed. Against calling nobody this
${proof.saves < 0 ? "costs" : "saves"} **${money(Math.abs(proof.saves))}**.
`

// %% id=working [markdown]
// ## How it was made
//
// Switch to **Show code** to read the cells below. The customers are invented, with the troubles of real data.

// %% id=data
const churn = await loam.data("churn");

// %% id=task
// The column cancel_form is filled in by those who leave: it gives the answer away. The region is kept
// apart to check for fairness, and is never learnt from.
const task = loam.task(churn, {
  predict: "left",
  positive: "yes",
  id: "customer",
  audit: "region",
  ignore: ["cancel_form", "last_note"],
  metric: "roc_auc",
  cost: { miss, falseAlarm },
});

// %% id=train
const { baseline, linear, trees, mlp } = loam.model;
const kinds = [baseline(), linear(), trees(), mlp({ hidden: [32, 16] })];
const ladder = await loam.train(task, kinds, { engine: "exact" });

// %% id=judge
const seen = await loam.evaluate(ladder);
// A line at each whole percent; seen.cheapest is the best of all, to the last digit.
const lines = Array.from({ length: 101 }, (_, percent) => ({ percent, ...seen.at(percent / 100) }));
const best = lines.reduce((best, line) => (line.saves > best.saves ? line : best));

// %% id=words
const whole = (n) => Math.round(n).toLocaleString("en");
const money = (n) => `€\u00a0${whole(n)}`;

// %% id=table
ladder.table()
