<?php
/**
 * Plugin Name: Return Desk
 * Description: Puts the returns assistant on every page and says who is signed in.
 * Version: 0.1.0
 * Requires PHP: 7.4
 * License: MIT
 *
 * In wp-config.php: define('RETURNDESK_SERVER', 'https://desk.shop.example'); and, where customers sign in,
 * define('RETURNDESK_CUSTOMER_SECRET', '…'), the same as the assistant has.
 */

if (!defined('ABSPATH')) {
    exit;
}

add_action('wp_enqueue_scripts', function () {
    if (defined('RETURNDESK_SERVER')) {
        wp_enqueue_script('returndesk', RETURNDESK_SERVER . '/returndesk.js', [], null, true);
    }
});

add_filter('script_loader_tag', function ($tag, $handle) {
    if ($handle !== 'returndesk') {
        return $tag;
    }
    $attributes = [
        'data-server' => RETURNDESK_SERVER,
        'data-locale' => get_bloginfo('language'),
        'data-sign-in-url' => wp_login_url(),
    ];
    if (defined('RETURNDESK_CUSTOMER_SECRET')) {
        $attributes['data-token-url'] = admin_url('admin-ajax.php?action=returndesk_token');
    }
    $written = ' async';
    foreach ($attributes as $name => $value) {
        $written .= ' ' . $name . '="' . esc_attr($value) . '"';
    }
    return str_replace('<script ', '<script' . $written . ' ', $tag);
}, 10, 2);

add_action('wp_ajax_nopriv_returndesk_token', function () {
    wp_send_json(['error' => 'nobody is signed in'], 401);
});

add_action('wp_ajax_returndesk_token', function () {
    if (!defined('RETURNDESK_CUSTOMER_SECRET')) {
        wp_send_json(['error' => 'RETURNDESK_CUSTOMER_SECRET is not set'], 404);
    }
    $user = wp_get_current_user();
    nocache_headers();
    // "sub" is the customer's id in the assistant's store.
    wp_send_json(['token' => returndesk_token((string) $user->ID, $user->first_name, time(), RETURNDESK_CUSTOMER_SECRET)]);
});

/** A JSON Web Token, HS256, good for ten minutes. */
function returndesk_token($customer, $name, $now, $secret)
{
    $claims = ['sub' => $customer, 'given_name' => $name, 'iat' => $now, 'exp' => $now + 600];
    $parts = array_map(function ($part) {
        return returndesk_base64url(json_encode($part, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
    }, [['alg' => 'HS256', 'typ' => 'JWT'], $claims]);
    $signed = implode('.', $parts);
    return $signed . '.' . returndesk_base64url(hash_hmac('sha256', $signed, $secret, true));
}

function returndesk_base64url($bytes)
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}
