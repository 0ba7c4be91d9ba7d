"""What is asked of Shopify, in the words of its schema.

A query costs points by what it may bring, a thousand at most, so that orders are asked for without what hangs on their
returns and refunds; those are asked for by their ids, where an order has any.
"""

from __future__ import annotations

from typing import Final

_LINE: Final = """
id name quantity
product { productType category { name } }
discountedUnitPriceAfterAllDiscountsSet { presentmentMoney { amount } }
taxLines { priceSet { presentmentMoney { amount } } }
"""
#: What is an order's own, and no connection.
_OWN: Final = """
id name email processedAt updatedAt cancelledAt test displayFulfillmentStatus presentmentCurrencyCode taxesIncluded
customer { id }
billingAddress { countryCodeV2 }
shippingAddress { countryCodeV2 }
customAttributes { key value }
fulfillments(first: 20) { status deliveredAt originAddress { countryCode } }
refunds(first: 20) { id }
"""
_ORDER: Final = f"""{_OWN}
lineItems(first: $lines) {{ nodes {{ {_LINE} }} pageInfo {{ hasNextPage endCursor }} }}
returns(first: 20) {{ nodes {{ id }} }}
"""

#: A page of orders that changed since an instant, in the order of their changes.
PAGE: Final = f"""query($filter: String!, $first: Int!, $after: String, $lines: Int!) {{
  orders(first: $first, after: $after, query: $filter, sortKey: UPDATED_AT) {{
    nodes {{ {_ORDER} }} pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
ORDER: Final = f"query($id: ID!, $lines: Int!) {{ order(id: $id) {{ {_ORDER} }} }}"
#: An order's further lines.
LINES: Final = f"""query($id: ID!, $after: String, $lines: Int!) {{
  order(id: $id) {{
    lineItems(first: $lines, after: $after) {{ nodes {{ {_LINE} }} pageInfo {{ hasNextPage endCursor }} }}
  }}
}}"""
COUNT: Final = "query($limit: Int!) { ordersCount(limit: $limit) { count } }"

#: Returns and refunds, whichever of them the ids are of. A refund's instant may be null and a return's may not, so that
#: they can't have one name.
DETAILS: Final = """query($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on Return {
      id name status createdAt requestApprovedAt closedAt
      returnShippingFees { amountSet { presentmentMoney { amount } } }
      returnLineItems(first: 20) {
        nodes { quantity customerNote ... on ReturnLineItem { fulfillmentLineItem { lineItem { id } } } }
      }
      reverseFulfillmentOrders(first: 3) {
        nodes {
          lineItems(first: 20) { nodes { dispositions { type createdAt } } }
          reverseDeliveries(first: 11) {
            nodes {
              deliverable {
                ... on ReverseDeliveryShippingDeliverable {
                  label { publicFileUrl createdAt } tracking { number carrierName }
                }
              }
            }
          }
        }
      }
    }
    ... on Refund {
      id refundedAt: createdAt
      totalRefundedSet { presentmentMoney { amount } }
      return { id }
      refundLineItems(first: 20) { nodes { quantity lineItem { id } } }
      transactions(first: 5) { nodes { kind status processedAt } }
    }
  }
}"""
#: How a return stands.
RETURN: Final = "query($id: ID!) { return(id: $id) { id status } }"
#: The order that a return is of, or what belongs to a return.
ORDER_OF: Final = """query($id: ID!) {
  node(id: $id) {
    ... on Return { order { id } }
    ... on ReverseFulfillmentOrder { processed: order { id } }
    ... on ReverseDelivery { reverseFulfillmentOrder { order { id } } }
  }
}"""

#: All orders, for Shopify to write into a file: a line for each order, line item and return.
ALL_ORDERS: Final = f"""{{ orders {{ edges {{ node {{ {_OWN}
  lineItems {{ edges {{ node {{ {_LINE} }} }} }}
  returns {{ edges {{ node {{ id }} }} }}
}} }} }} }}"""
RUN_BULK: Final = """mutation($query: String!) {
  bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { field message } }
}"""
BULK: Final = "query($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode url } } }"

#: What can be sent back, and the returns that are there already.
RETURNABLE: Final = """query($order: ID!) {
  returnableFulfillments(orderId: $order, first: 5) {
    nodes {
      returnableFulfillmentLineItems(first: 40) { nodes { quantity fulfillmentLineItem { id lineItem { id } } } }
    }
  }
  order(id: $order) { returns(first: 20) { nodes { id returnLineItems(first: 1) { nodes { customerNote } } } } }
}"""
REQUEST: Final = """mutation($input: ReturnRequestInput!) {
  returnRequest(input: $input) { return { id } userErrors { code field } }
}"""
CANCEL: Final = """mutation($id: ID!) { returnCancel(id: $id) { return { id status } userErrors { code field } } }"""

#: Whether this version lasts, and what the app may do.
HEALTH: Final = """{
  publicApiVersions { handle supported }
  currentAppInstallation { accessScopes { handle } }
  orders(first: 1) { nodes { id } }
}"""
