/** Where the text of the cage's frame stands in a live template, as JSON. */
export const FRAME_ID = 'loam-cage-page';
export const FRAME_OPEN = `<script type="application/json" id="${FRAME_ID}">`;
