// Contract: in which ways people can sign in besides with a token, as pages may show them to everybody.

/** The bot that people log in with; nothing of it is secret. */
export interface LoginBot {
  readonly id: number;
  /** Without `@`. */
  readonly username: string;
}

export interface SignInWays {
  /** Whether the chat system opens the dashboard within its app. */
  readonly isMiniApp: boolean;
  /** Absent until the chat system answered who the bot is. */
  readonly login?: {
    readonly bot: LoginBot;
    /** Of the page that asks people, and sends them back. */
    readonly url: string;
  };
}

export type ReadSignInWays = () => SignInWays;
