import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { ReturnDesk } from "returndesk-widget/react";

function Shop() {
  const [isHelping, setHelping] = useState(true);
  const [waiting, setWaiting] = useState("closed");
  return (
    <>
      <button type="button" onClick={() => setHelping(!isHelping)}>{isHelping ? "Without help" : "With help"}</button>
      <p id="heard">{waiting}</p>
      {isHelping && (
        <ReturnDesk
          server="https://desk.shop.example"
          form={["name", "email*"]}
          onOpened={() => setWaiting("opened")}
          onClosed={() => setWaiting("closed")}
        />
      )}
    </>
  );
}

createRoot(document.querySelector("#app")).render(<StrictMode><Shop /></StrictMode>);
