// loam.notebook/1
// title: "Digits with a CNN"
// mode: reactive

// %% id=intro [markdown]
// 1,797 digits, each written by hand and scanned to 8 × 8 pixels. A small convolutional network learns to read them, here, in seconds. Then it shows where it errs, and you can try to confuse it.
//
// Press **Run all**.

// %% id=data
const digits = await loam.data("digits");
const images = await digits.toRows();
const pixelNames = digits.columnNames.filter((name) => name.startsWith("px"));

// %% id=pictures {"collapsed":true}
/** Images side by side, each with a line above it. Pixels go from 0 to 16. */
function pictures(list, caption, across = 10) {
  const place = (i) => ({ fx: i % across, fy: Math.floor(i / across) });
  const ink = list.flatMap((image, i) =>
    pixelNames.map((name, p) => ({
      ...place(i),
      x: p % 8,
      y: Math.floor(p / 8),
      ink: image[name] / 16,
    })),
  );
  const lines = list.map((image, i) => ({ ...place(i), says: caption(image) }));
  const [size, above] = [52, 20];
  const rows = Math.ceil(list.length / across);
  return plot.plot({
    axis: null,
    width: across * (size + 10) - 10,
    height: rows * (size + above),
    margin: 0,
    marginTop: above,
    fx: {
      domain: Array.from({ length: across }, (_, i) => i),
      paddingInner: across > 1 ? 10 / (size + 10) : 0,
      paddingOuter: 0,
    },
    fy: { paddingInner: rows > 1 ? above / (size + above) : 0, paddingOuter: 0 },
    opacity: { domain: [0, 1] },
    marks: [
      plot.cell(ink, {
        fx: "fx",
        fy: "fy",
        x: "x",
        y: "y",
        fill: "currentColor",
        fillOpacity: "ink",
        inset: -0.2,
      }),
      plot.frame({ strokeOpacity: 0.25 }),
      plot.text(lines, {
        fx: "fx",
        fy: "fy",
        text: "says",
        frameAnchor: "top",
        dy: -12,
        fontSize: 11,
      }),
    ],
  });
}

// %% id=look
pictures(images.slice(0, 20), (image) => String(image.digit))

// %% id=classes
plot.plot({
  height: 160,
  x: { label: "digit" },
  y: { label: "images", grid: true },
  marks: [
    plot.barY(
      images,
      plot.groupX({ y: "count" }, { x: "digit", fill: "var(--accent)", fillOpacity: 0.8 }),
    ),
    plot.ruleY([0]),
  ],
})

// %% id=task-text [markdown]
// All ten come equally often, so plain guessing is right once in ten.
//
// ## Learn
//
// A fifth of the images is kept for validation and a fifth for the test, which stays sealed. The network looks at patches of 3 × 3 pixels, twice; a linear model learns from the same images, to compare.

// %% id=task
const task = loam.task(digits, { predict: "digit" });

// %% id=train
const net = loam.model.cnn({
  layers: [
    { layer: "conv2d", filters: 16 },
    { layer: "pool2d" },
    { layer: "conv2d", filters: 32 },
    { layer: "flatten" },
    { layer: "dense", units: 64 },
    { layer: "dropout", rate: 0.2 },
  ],
  epochs: 25,
});
const run = await loam.train(task, net, { engine: "exact" });

// %% id=ladder
const kinds = [loam.model.baseline(), loam.model.linear(), net];
const ladder = await loam.train(task, kinds, { engine: "exact" });
ladder.table()

// %% id=judge
const seen = await loam.evaluate(run);
const accuracy = seen.metric("accuracy");
const share = (value) => `${(100 * value).toFixed(1)}\u00a0%`;

// %% id=verdict
md`
Of ${seen.rows} images that it has not seen, the network reads
**${share(accuracy.value)}** correctly (with 95 % confidence ${share(accuracy.low)} to
${share(accuracy.high)}). Guessing gets ${share(accuracy.baseline)}.
`

// %% id=where [markdown]
// ## Where it errs
//
// A row for each digit that was written, a column for each answer. Off the diagonal are the mistakes.

// %% id=confusion
const squares = seen.confusion.flatMap((answers, truth) =>
  answers.map((count, answer) => ({
    written: Number(seen.classes[truth]),
    answer: Number(seen.classes[answer]),
    count,
  })),
);
plot.plot({
  width: 460,
  height: 400,
  padding: 0.05,
  x: { label: "answer", axis: "top", type: "band" },
  y: { label: "written", type: "band" },
  opacity: { domain: [0, 5], clamp: true },
  marks: [
    plot.cell(squares, {
      x: "answer",
      y: "written",
      fill: ({ written, answer }) => (written === answer ? "var(--accent)" : "var(--bad)"),
      fillOpacity: ({ written, answer, count }) => (written === answer ? 1.5 : 1.5 * count),
    }),
    plot.text(squares, {
      x: "answer",
      y: "written",
      text: ({ count }) => (count === 0 ? "" : String(count)),
    }),
  ],
})

// %% id=wrong
const wrong = seen.worst(20).filter(({ truth, answer }) => truth !== answer);
const missed = wrong.map(({ row, truth, answer }) => ({
  ...images[row],
  says: `${truth}, not ${answer}`,
}));
missed.length > 0 ? pictures(missed, ({ says }) => says) : "It made no mistake."

// %% id=smudge-text [markdown]
// ## Confuse it
//
// Choose an image and smudge it. How much can it bear, and how sure is it while it errs?

// %% id=controls
const which = input.slider({
  label: "Image",
  min: 0,
  max: images.length - 1,
  step: 1,
  value: 0,
});
const smudge = input.slider({ label: "Smudge", min: 0, max: 1, step: 0.05, value: 0.1 });

// %% id=smudged
const smudged = { ...images[which] };
pixelNames.forEach((name, p) => {
  // The same smudge each time: from the sine of the pixel's number.
  const noise = (Math.sin(12.9898 * (p + 1)) * 43758.5453) % 1;
  smudged[name] = Math.min(16, Math.max(0, smudged[name] + 24 * smudge * noise));
});
const { answer, probabilities } = await loam.predict(run, smudged);

// %% id=answer
md`
It was a **${smudged.digit}**, and the network says **${answer}**, with a
probability of ${share(probabilities[answer])}.
`

// %% id=picture
pictures([smudged], () => "", 1)

// %% id=sure
plot.plot({
  height: 150,
  x: { label: "digit" },
  y: { label: "probability", domain: [0, 1], grid: true },
  marks: [
    plot.barY(Object.entries(probabilities), {
      x: ([digit]) => Number(digit),
      y: ([, probability]) => probability,
      fill: ([digit]) => (digit === answer ? "var(--accent)" : "var(--edge)"),
    }),
    plot.ruleY([0]),
  ],
})

// %% id=save-text [markdown]
// ## Keep it
//
// Saving gives the model a name in this workspace, with its data, settings and this code on record. It waits for your press.

// %% id=save
const model = await loam.save(run, "digits cnn", { note: "two convolutions, 16 and 32" });
md`Saved as **${model.name}**, version ${model.version}.`
