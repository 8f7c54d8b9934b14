// loam.notebook/1
// title: "Who to call before they leave"
// mode: reactive

// %% id=short
md`
Some customers leave. A friendly call at the right time keeps them, and each call costs time. A model can say whom to call: this page shows **what that is worth**, and what it rests on.

**In short:** among ${whole(seen.rows)} customers whom the model had never seen, ${whole(best.positives)} were about to leave. Called at the best line, it **finds ${whole(best.found)} of them** and calls ${whole(best.falseAlarms)} who would have stayed. Against calling nobody that saves **${money(best.saves)}**.
`

// %% id=what-text [markdown]
// ## What does it cost you?
//
// Put in your own numbers. Everything below follows.

// %% id=costs
const miss = input.number({ label: "A customer who leaves and was not called, €", min: 0, max: 100000, step: 10, value: 400 });
const falseAlarm = input.number({ label: "A call to someone who would have stayed, €", min: 0, max: 100000, step: 5, value: 25 });

// %% id=line-text [markdown]
// ## Where to draw the line
//
// The model gives everyone a probability of leaving. Who is above the line is called. A low line finds more of those who leave, and calls more who would have stayed.

// %% id=line
const threshold = input.slider({ label: "Call from this probability on", min: 0, max: 1, step: 0.01, value: Math.min(1, Math.round(100 * best.threshold) / 100) });

// %% id=consequence
const decision = seen.at(threshold);
md`
From a probability of **${Math.round(100 * threshold)} %** on, you call ${whole(decision.found + decision.falseAlarms)} of ${whole(seen.rows)} customers: **${whole(decision.found)} of the ${whole(decision.positives)} who leave**, and ${whole(decision.falseAlarms)} who would have stayed. ${decision.saves >= 0 ? `Against calling nobody this **saves ${money(decision.saves)}**` : `This **costs ${money(-decision.saves)} more** than calling nobody`}${best.saves - decision.saves > 0.5 ? `, ${money(best.saves - decision.saves)} less than the best line at ${Math.round(100 * best.threshold)} %` : "; no other line brings more"}.
`

// %% id=curve
const lines = Array.from({ length: 101 }, (_, i) => ({ at: i / 100, saves: seen.at(i / 100).saves }));
plot.plot({
  height: 240,
  marginLeft: 64,
  x: { label: "call from this probability on", tickFormat: (at) => `${Math.round(100 * at)} %` },
  y: { label: "saved against calling nobody, €", grid: true, domain: [Math.min(0, -best.saves / 2), Math.max(1, 1.15 * best.saves)], clamp: true },
  marks: [
    plot.ruleY([0]),
    plot.line(lines, { x: "at", y: "saves", stroke: "var(--accent)", strokeWidth: 2, clip: true }),
    plot.ruleX([threshold], { stroke: "currentColor", strokeDasharray: "4 3" }),
    plot.dot([decision], { x: "threshold", y: "saves", fill: "var(--accent)", r: 5, clip: true }),
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
    plot.ruleY(ladder.runs, { x1: (run) => run.score.low, x2: (run) => run.score.high, y: "model", stroke: "currentColor", strokeOpacity: 0.45, strokeWidth: 3 }),
    plot.dot(ladder.runs, { x: (run) => run.score.value, y: "model", r: 5, fill: (run) => (run === ladder.best ? "var(--accent)" : "currentColor") }),
  ],
})

// %% id=rungs-read
md`The best is **${ladder.best.model}**. Read with the costs above, plain guessing would call nobody and save nothing.`

// %% id=test-text [markdown]
// ## The last word
//
// The line was chosen on the same customers that it is judged on, which flatters it a little. A fifth of all customers is sealed until you ask: opening it is recorded, and it can be done only once with a clear conscience.

// %% id=test
const last = await loam.evaluate(ladder, { on: "test", why: "Before deciding whom to call" });
const proof = last.at(threshold);
md`On ${whole(last.rows)} sealed customers the same line finds **${whole(proof.found)} of the ${whole(proof.positives)} who leave**, calls ${whole(proof.falseAlarms)} who would have stayed, and saves **${money(proof.saves)}** against calling nobody.`

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
const ladder = await loam.train(task, [baseline(), linear(), trees(), mlp({ hidden: [32, 16] })], { engine: "exact" });

// %% id=judge
const seen = await loam.evaluate(ladder);
const best = seen.cheapest;

// %% id=words
const whole = (n) => Math.round(n).toLocaleString("en");
const money = (n) => `€ ${whole(n)}`;

// %% id=table
ladder.table()
