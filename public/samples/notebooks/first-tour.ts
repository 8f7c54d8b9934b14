// loam.notebook/1
// title: "A first tour"
// mode: reactive

// %% id=welcome [markdown]
// Text and code stand on one page, and every answer stays beside its question. Nothing here has run yet: a notebook never runs when it is opened.
//
// Click into the code below and press **Shift + Enter**: it runs, and you stand in the next cell. **Run all**, at the top, runs everything at once.

// %% id=first
const petals = 3;
const sepals = 3;
petals + sepals

// %% id=names [markdown]
// The last line of a cell is shown. The names that it declares, here `petals` and `sepals`, are there for all other cells.
//
// ## Some data
//
// `loam.data` reads a data set of this workspace. It stays on your device, like everything here.

// %% id=data
const iris = await loam.data("iris");
iris

// %% id=control [markdown]
// ## A control is a value
//
// Move the slider. What reads `longest` runs again by itself, and nothing else does.

// %% id=slider
const longest = input.slider({
  label: "Petals of at least … cm",
  min: 1,
  max: 6.5,
  step: 0.1,
  value: 1,
});

// %% id=flowers
const flowers = await iris.where((row) => row.petal_length >= longest).toRows();

// %% id=says
const species = [...new Set(flowers.map((flower) => flower.species))];
md`
**${flowers.length}** of ${iris.rows} flowers have petals of at least
**${longest} cm**. Among them: ${species.join(", ")}.
`

// %% id=chart
plot.plot({
  grid: true,
  height: 320,
  x: { domain: [0.8, 7.2], label: "petal length, cm" },
  y: { domain: [0, 2.7], label: "petal width, cm" },
  color: {
    domain: ["setosa", "versicolor", "virginica"],
    range: ["var(--c1)", "var(--c2)", "var(--c3)"],
    legend: true,
  },
  marks: [
    plot.dot(flowers, {
      x: "petal_length",
      y: "petal_width",
      stroke: "species",
      r: 3.5,
    }),
  ],
})

// %% id=order [markdown]
// Cells run in the order in which they need each other, wherever they stand on the page. Delete a cell and its names go with it: what you see is what there is.
//
// ## A value that keeps changing
//
// This cell draws one flower after the other. Whoever reads `drawn` follows.

// %% id=drawing
async function* drawing() {
  const lengths = await iris.values("petal_length");
  let sum = 0;
  const means = [];
  while (means.length < 80) {
    sum += lengths[Math.floor(Math.random() * lengths.length)];
    means.push(sum / (means.length + 1));
    yield [...means];
    await new Promise((go) => setTimeout(go, 120));
  }
}
const drawn = drawing();

// %% id=settling
plot.plot({
  height: 200,
  x: { domain: [0, 80], label: "flowers drawn" },
  y: { domain: [1, 7], label: "mean petal length so far, cm" },
  marks: [
    plot.ruleY([3.758], { strokeOpacity: 0.5, strokeDasharray: "4 3" }),
    plot.lineY(drawn, { x: (_, i) => i + 1, stroke: "var(--accent)", strokeWidth: 2 }),
  ],
})

// %% id=failing [markdown]
// It wanders, then settles at the dashed line: the mean of all flowers.
//
// ## When something fails
//
// Tick the box. The cell below it fails and says where; all others keep their results.

// %% id=box
const broken = input.checkbox({ label: "Let the next cell fail" });

// %% id=fails
if (broken) throw new Error("This is how a failed cell looks. Untick the box.");
"All is well."

// %% id=learning [markdown]
// ## And it learns
//
// Three lines train a model on this device and say what it is worth, on flowers that it has not seen.

// %% id=model
const task = loam.task(iris, { predict: "species" });
const run = await loam.train(task, loam.model.linear());
const seen = await loam.evaluate(run);

// %% id=worth
md`The model is ${seen.sentence}.`

// %% id=keys [markdown]
// ## The keys
//
// - **Shift + Enter** runs and goes to the next cell, **Ctrl + Enter** runs and stays.
// - **Escape** leaves the text and chooses the whole cell. Then **a** and **b** make a new one above and below, **m** makes it text, **d d** deletes it, **z** brings it back.
// - **Ctrl + Space** shows what you can write next, each with an example.
//
// All of them stand under **⋯ → Keys**. *App*, at the top, hides the code for reading. Change anything here: this copy is yours, and earlier versions are kept.
