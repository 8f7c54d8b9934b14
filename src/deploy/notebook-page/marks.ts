/** Where the data sits in the text of an exported notebook; it is ASCII without `<`, `>` or `&` (see page/markup.ts). */
export const NOTEBOOK_ID = 'loam-notebook-page';
export const NOTEBOOK_SEAL_ID = 'loam-notebook-seal';

export const NOTEBOOK_SLOT = '%loam-notebook-data%';
export const NOTEBOOK_SEAL_SLOT = '%loam-notebook-seal%';

export const NOTEBOOK_OPEN = `<script type="application/json" id="${NOTEBOOK_ID}">`;
export const NOTEBOOK_SEAL_OPEN = `<script type="application/json" id="${NOTEBOOK_SEAL_ID}">`;
