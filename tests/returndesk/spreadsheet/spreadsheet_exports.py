"""The first rows of exports as shops' systems write them, with columns nobody needs, and mappings of those."""

from __future__ import annotations

_SHOPIFY = """
Name|Email|Financial Status|Fulfilled at|Delivered at|Currency|Total|Created at|Lineitem quantity|Lineitem name|\
Lineitem price|Lineitem sku|Shipping Country|Shipping Province
#1001|ana@shop.example|paid|2026-10-02 10:00:00 +0200|2026-10-05 12:00:00 +0200|EUR|29.00|2026-10-01 11:00:00 +0200|2|\
Desk lamp - Black|12.50|LAMP-1|ES|MD
#1001|ana@shop.example|||||||1|Tea mug|4.00|MUG-1||
#1002|ben@shop.example|paid|||USD|19.00|2026-10-03 08:15:00 +0200|1|Scarf|19.00|SCARF-1|US|NY
"""
SHOPIFY = [line.split("|") for line in _SHOPIFY.strip().splitlines()]
SHOPIFY_MAPPING = """
timezone: Europe/Madrid
dates: ["%Y-%m-%d %H:%M:%S %z"]
tables:
- customer:
    email: Email
    country: Shipping Country
    timezone: {column: Shipping Country, values: {US: America/New_York}, default: Europe/Madrid}
    locale: {value: en}
  order:
    number: Name
    placed_at: Created at
    received_at: Delivered at
    ship_from: {value: NO}
    ship_to: Shipping Country
  item:
    id: Lineitem sku
    title: Lineitem name
    category: {value: Home & Garden}
    price: Lineitem price
    currency: Currency
    quantity: Lineitem quantity
    free_returns: {value: true}
    return_window_days: {value: 15}
"""

_WOOCOMMERCE = """
Order Number;Order Date;Customer User ID;Email (Billing);Country Name (Shipping);SKU;Item Name;Quantity;Item Cost;Free
5012;2026-10-01 09:30;77;ana@shop.example;Spain;LAMP-1;Desk lamp;1;1.234,50 €;yes
5012;2026-10-01 09:30;77;ana@shop.example;Spain;MUG-1;Tea mug;3;4,00 €;no
"""
WOOCOMMERCE = [line.split(";") for line in _WOOCOMMERCE.strip().splitlines()]
WOOCOMMERCE_MAPPING = """
timezone: Europe/Madrid
dates: ["%Y-%m-%d %H:%M"]
decimal_sign: ","
delimiter: ";"
tables:
- customer:
    id: Customer User ID
    email: Email (Billing)
    country: &country {column: Country Name (Shipping), values: {Spain: ES, Portugal: PT}}
    timezone: {value: Europe/Madrid}
    locale: {value: es}
  order:
    number: Order Number
    placed_at: Order Date
    ship_from: {value: CN}
    ship_to: *country
  item:
    id: SKU
    title: Item Name
    category: {value: Home}
    price: Item Cost
    currency: {value: EUR}
    quantity: Quantity
    free_returns: Free
    return_window_days: {value: null}
"""
