// Tells Return Desk which order has changed (docs/connect-medusa.md).
const { createHmac } = require("node:crypto")

async function tellReturnDesk({ event: { name, data } }) {
  const body = JSON.stringify({ name, data: { id: data.id, order_id: data.order_id } })
  const proof = createHmac("sha256", process.env.RETURNDESK_SECRET).update(body).digest("base64")
  await fetch(process.env.RETURNDESK_WEBHOOK, {
    method: "POST",
    headers: { "content-type": "application/json", "x-returndesk-signature": proof },
    body,
  })
}

module.exports = {
  default: tellReturnDesk,
  config: {
    event: [
      "order.placed", "order.updated", "order.completed", "order.fulfillment_created", "order.return_requested",
      "order.return_received", "payment.refunded",
    ],
  },
}
