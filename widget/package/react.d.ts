// For React: `import { ReturnDesk } from "returndesk-widget/react"`.
import type { ReactElement } from "react";
import type { ReturnDeskEventName, ReturnDeskEvents, ReturnDeskSettings } from "./index.js";

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${Capitalize<First>}${Pascal<Rest>}` : Capitalize<Name>;

/** `onOpened`, `onMessageReceived` …: the events of docs/widget.md. */
export type ReturnDeskHandlers = {
  [Name in ReturnDeskEventName as `on${Pascal<Name>}`]?: (detail: ReturnDeskEvents[Name]) => void;
};

/** The settings are read once, when it is first shown. With `inline` the window stands where the component does. */
export interface ReturnDeskProps extends Omit<ReturnDeskSettings, "inline">, ReturnDeskHandlers {
  inline?: boolean;
}

/** The assistant, for as long as the component is on the page. A page has one. */
export declare function ReturnDesk(props: ReturnDeskProps): ReactElement | null;
