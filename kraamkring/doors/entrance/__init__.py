"""The entrance: where somebody is signed in, and how a parent makes her account her own."""
