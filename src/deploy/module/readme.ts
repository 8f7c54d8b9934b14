/** The package's README. @param name as npm has it: lower case, digits and hyphens */
export function readme(name: string): string {
  return `# A model as an ES module

Unpack this folder beside your project as \`${name}\`. No dependency, no network; browsers and Node 20.19 or newer.

## Vite

    npm install ./${name}

    import { predictOne } from '${name}';
    const { answer, probabilities, problems } = await predictOne({ /* a field per input */ });

## Next

    npm install ./${name}

    import { predict } from '${name}';            // on the server, or in a client component
    const answers = await predict(rows);

## A plain page

    <script type="module" src="./${name}/element.js"></script>
    <loam-predict></loam-predict>

It sends \`loam-answer\` with the row and the answer. Serve the page: browsers do not load modules from disk.
For two models on one page, \`import { define } from './${name}/element.js'\` and \`define('my-model')\`.

## What it answers

\`index.d.ts\` has the types of this model's rows. A value that is missing, cannot be read or was never seen in training takes
the default that the model documents, and is named in \`problems\`. Where the model gives them, an answer has \`low\` and
\`high\`, or \`set\`, which hold the truth in a share \`coverage\` of rows. \`card\` tells where the model is from and how good it was.

## Is it what was exported?

At its first use it checks the hash of every part of the model, and example answers bit for bit; where one differs it
answers nothing. \`npm test\` asks for the examples, \`node verify.mjs\` checks all files and the signature.
`;
}
