/** The views of the attention room: of all heads, and of one that is open. */
export const ALLS = ['grid', 'table', 'rollout'] as const;
export const SHOWS = ['heatmap', 'lines', 'neurons'] as const;
