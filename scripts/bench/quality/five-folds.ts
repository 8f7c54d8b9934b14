/** The folds that the ladder of a file is judged on; scikit-learn is judged on five as well. */
export const FIVE_FOLDS = { by: 'stratified', count: 5, repeats: 1, seed: 0 } as const;
